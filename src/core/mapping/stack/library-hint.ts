import type { StackLanguage } from './frame.ts';

/** Folders and schemes under which runtimes and package managers keep code that is not the user's. */
const PATHS =
  /(^|[\\/])(node_modules|site-packages|dist-packages|vendor|gems|\.cargo[\\/]registry|cargo[\\/]registry|rustc[\\/][0-9a-f]+|go[\\/]pkg[\\/]mod|go[\\/]src[\\/](runtime|net|sync|internal|testing|reflect)|\.m2|\.nuget)[\\/]|^(node:|internal[\\/]|<|\(irb\))|[\\/]lib(64)?[\\/]python\d|[\\/]python\d[\d.]*[\\/]lib[\\/]|[\\/](libexec|local)[\\/]go[\\/]src[\\/]|[\\/]ruby[\\/]\d\.\d+\.\d+[\\/]/;

const NAMES: Partial<Record<StackLanguage, RegExp>> = {
  java: /^(java|javax|jakarta|jdk|sun|com\.sun|kotlin|kotlinx|scala|groovy|clojure|akka|reactor|okhttp3|io\.(opentelemetry|netty|grpc|micrometer|vertx|quarkus|micronaut|undertow|reactivex|ktor)|org\.(springframework|apache|hibernate|eclipse|jboss|junit|slf4j|postgresql|h2|mybatis|jooq|elasticsearch|mongodb|gradle|codehaus|glassfish)|com\.(fasterxml|zaxxer|mysql|google|squareup|mongodb|rabbitmq|microsoft))\./,
  dotnet:
    /^(System|Microsoft|Npgsql|MongoDB|Grpc|OpenTelemetry|StackExchange|MySql|Polly|MediatR|Newtonsoft)\./,
  go: /^(runtime|panic$|net\/|sync|internal\/|testing|reflect|encoding\/|database\/sql|google\.golang\.org\/|golang\.org\/x\/|go\.opentelemetry\.io\/)/,
  rust: /^<?(std|core|alloc|tokio|hyper|tower|futures|axum|actix|tracing|rust_begin_unwind|backtrace|__rust)(::|_|$)/,
};

const OTP_APPS = new Set(
  [
    'elixir eex ex_unit iex logger mix stdlib kernel compiler crypto ssl inets erts',
    'phoenix phoenix_live_view plug plug_cowboy cowboy ranch bandit thousand_island ecto ecto_sql db_connection',
    'postgrex broadway gen_stage oban absinthe tesla finch mint telemetry opentelemetry opentelemetry_api',
  ].flatMap((line) => line.split(' ')),
);

export function isLibrary(
  language: StackLanguage,
  file: string | undefined,
  name: string | undefined,
  app: string | undefined,
): boolean {
  if (file === undefined && (language === 'js' || language === 'php')) return true;
  if (file !== undefined && PATHS.test(file)) return true;
  if (app !== undefined && OTP_APPS.has(app)) return true;
  return name !== undefined && NAMES[language]?.test(name) === true;
}
