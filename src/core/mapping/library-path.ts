/** Where runtimes and package managers keep code that is not the user's; the group names the library. */
const LIBRARIES: readonly RegExp[] = [
  /(?:^|\/)(?:node_modules|~)\/(?:\.pnpm\/[^/]+\/node_modules\/)?((?:@[^/]+\/)?[^/]+)\//,
  /(?:^|\/)(?:site-packages|dist-packages)\/([^/]+)/,
  /(?:^|\/)lib(?:64)?\/(python\d[\d.]*)\//,
  /(?:^|\/)(python\d[\d.]*)\/lib\//i,
  /(?:^|\/)\.?cargo\/(?:registry\/src|git\/checkouts)\/[^/]+\/([^/]+)/,
  /^\/?(rustc)\/[0-9a-f]{6,}\//,
  /(?:^|\/)lib\/(rustlib)\//,
  /(?:^|\/)pkg\/mod\/((?:[^@]+)@[^/]+)\//,
  /(?:^|\/)(?:usr\/local|opt|libexec|lib|sdk|Program Files)\/(go)[\d.]*\/src\//i,
  /(?:^|\/)go\/src\/(runtime|net|sync|internal|testing|reflect|database|context|syscall)\//,
  /(?:^|\/)(?:vendor|third_party)\/((?:bundle\/)?(?:[\w.-]+\/)?[\w.-]+)\//,
  /(?:^|\/)gems\/([\w.-]+-\d[\w.]*)\//,
  /(?:^|\/)lib\/(ruby)\/\d/,
  /(?:^|\/)\.(?:m2|gradle|ivy2)\/.*\/([^/]+)\.jar/,
  /(?:^|\/)(java\.[a-z]+|jdk\.[a-z.]+)\//,
  /(?:^|\/)\.nuget\/packages\/([^/]+)\//,
  /^\/?_\/src\/(libraries|coreclr)\//,
  /(?:^|\/)\.?v?env\/lib\/([^/]+)\//,
  /(?:^|\/)deps\/([\w-]+)\/(?:lib|src)\//,
  /(?:^|\/)(?:DerivedData|\.build\/checkouts|Pods)\/([\w-]+)\//,
  /^\/usr\/(?:include|lib)\/([^/]+)/,
  /(?:^|\/)(frozen) [\w.]+$/,
];

/** The library a path (with `/`) lies in, undefined for the user's own. */
export function libraryOfPath(path: string): string | undefined {
  for (const pattern of LIBRARIES) {
    const name = pattern.exec(path)?.[1];
    if (name) return name;
  }
  return undefined;
}

/**
 * Packages and namespaces that instrumentation puts on spans and that no user's code has. Only a hint for names that
 * the workspace does not know.
 */
const NAMESPACES =
  /^(?:java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|akka|reactor|okhttp3|io\.(?:opentelemetry|netty|grpc|micrometer|vertx|quarkus|micronaut|undertow|reactivex|ktor)|org\.(?:springframework|apache|hibernate|eclipse|jboss|junit|slf4j|postgresql|h2|mybatis|jooq|elasticsearch|mongodb|gradle|codehaus|glassfish)|com\.(?:fasterxml|zaxxer|mysql|google|squareup|mongodb|rabbitmq|microsoft|netflix)|System|Microsoft|Npgsql|MongoDB|Grpc|OpenTelemetry|StackExchange|Illuminate|Symfony|Slim|GuzzleHttp|Doctrine|PDO|Psr|Laminas|Yiisoft)(?=[.\\:]|$)/;

export function libraryOfName(name: string): string | undefined {
  return NAMESPACES.exec(name)?.[0];
}

/**
 * Instrumentation scopes of libraries: their spans are about user code only by what else they carry. A user's own
 * scope is a module, package or class name.
 */
const SCOPES =
  /^(?:io\.opentelemetry\.|@opentelemetry\/|opentelemetry[._/]|go\.opentelemetry\.io\/|OpenTelemetry(?:::|\.)|Microsoft\.|System\.|io\.micrometer|org\.springframework|@fastify\/otel|@prisma\/|@sentry\/|next\.js$|next$|@vercel\/otel|Npgsql|Azure\.|Grpc\.Net|MassTransit|RabbitMQ\.|MongoDB\.|Elastic\.|tracing-opentelemetry|actix-web-opentelemetry|axum-tracing|tower-http|otelsql|github\.com\/(?:XSAM|uptrace|exaring|riandyrn|dnwe|redis)\/|gorm\.io\/|connectrpc\.com\/|opentelemetry_(?:phoenix|ecto|cowboy|bandit|oban|redix|tesla|finch|req)|laravel|symfony)/;

/** Scopes under which annotated user methods report. */
const ANNOTATION_SCOPES =
  /opentelemetry-(?:instrumentation-annotations|extension-annotations|spring-boot-autoconfigure|instrumentation-annotation-support)|(?:spring-boot-autoconfigure|spring-boot|quarkus|micronaut-tracing|helidon-tracing|opentelemetry-annotations)|io\.micrometer|io\.quarkus|php\.(?:with-?span|attributes)|tracing-opentelemetry|^tracing$/i;

export function isAnnotationScope(scope: string): boolean {
  return ANNOTATION_SCOPES.test(scope);
}

export function isLibraryScope(scope: string): boolean {
  return SCOPES.test(scope) && !isAnnotationScope(scope);
}
