import type { GapRule } from '../../rule.ts';
import { AGENT, SERVERS } from './ids.ts';

const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'] as const;

export const jvmHttpRules: readonly GapRule[] = [
  {
    id: 'jvm.spring-web',
    tech: 'Spring',
    modules: ['org.springframework.web.bind.annotation'],
    packages: [
      'org.springframework.boot:spring-boot-starter-web',
      'org.springframework.boot:spring-boot-starter-webflux',
      'org.springframework.boot:spring-boot-starter-webmvc',
    ],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['GetMapping', 'PostMapping', 'PutMapping', 'PatchMapping', 'DeleteMapping', 'RequestMapping'],
        prefix: ['RequestMapping'],
        keys: { route: [0, 'value', 'path'], method: 'name' },
        notOn: ['FeignClient', 'HttpExchange'],
      },
    ],
    coveredBy: SERVERS,
    install: AGENT,
    tests: [
      {
        code: 'import org.springframework.web.bind.annotation.*;\n@RestController\n@RequestMapping("/api")\nclass A {\n  @GetMapping("/x") String x() { return "x"; }\n  @PostMapping\n  String y() { return "y"; }\n}',
        expect: ['entry.http@5', 'entry.http@6'],
      },
      {
        code: 'import org.springframework.web.bind.annotation.RestController\nimport org.springframework.web.bind.annotation.GetMapping\n@RestController\nclass A {\n  @GetMapping("/x")\n  fun x() = "x"\n}',
        language: 'kotlin',
        expect: ['entry.http@5'],
      },
      { code: 'import mine.GetMapping;\nclass A { @GetMapping("/x") void x() {} }', expect: [] },
    ],
  },
  {
    id: 'jvm.jaxrs',
    tech: 'JAX-RS',
    modules: ['jakarta.ws.rs', 'javax.ws.rs'],
    packages: [
      'io.quarkus:quarkus-rest',
      'io.quarkus:quarkus-resteasy',
      'io.quarkus:quarkus-resteasy-reactive',
    ],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'],
        prefix: ['Path'],
        keys: { method: 'name' },
        notOn: ['RegisterRestClient'],
      },
    ],
    coveredBy: [...SERVERS, 'jaxrs', 'grizzly', 'helidon', 'liberty'],
    install: AGENT,
    tests: [
      {
        code: 'import jakarta.ws.rs.*;\n@Path("/orders")\nclass A {\n  @GET\n  @Path("/{id}")\n  public String one() { return ""; }\n}',
        expect: ['entry.http@4'],
      },
      { code: 'import retrofit2.http.GET;\ninterface Api {\n  @GET("/x")\n  Call<X> x();\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.micronaut',
    tech: 'Micronaut',
    modules: ['io.micronaut.http.annotation'],
    packages: ['io.micronaut:micronaut-http-server-netty'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: ['Get', 'Post', 'Put', 'Patch', 'Delete', 'Head', 'Options'],
        prefix: ['Controller'],
        keys: { route: [0, 'value', 'uri'], method: 'name' },
        notOn: ['Client'],
      },
    ],
    coveredBy: ['micronaut-tracing', 'netty'],
    install: {
      package: 'io.micronaut.tracing:micronaut-tracing-opentelemetry-http',
      enable: 'being a dependency is enough',
    },
    tests: [
      {
        code: 'import io.micronaut.http.annotation.*;\n@Controller("/a")\nclass A {\n  @Get("/x") String x() { return ""; }\n}',
        expect: ['entry.http@4'],
      },
      {
        code: 'import io.micronaut.http.annotation.*;\nclass A {\n  @Produces("x") String x() { return ""; }\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.servlet',
    tech: 'Servlet',
    modules: ['jakarta.servlet', 'javax.servlet'],
    packages: ['jakarta.servlet:jakarta.servlet-api', 'javax.servlet:javax.servlet-api'],
    sites: [
      {
        on: 'super',
        kind: 'entry.http',
        names: ['HttpServlet'],
        methods: /^(?:do(?:Get|Post|Put|Delete|Patch)|service)$/,
        anyVisibility: true,
      },
    ],
    coveredBy: ['servlet', 'tomcat', 'jetty', 'undertow', 'liberty', 'sleuth'],
    install: AGENT,
    tests: [
      {
        code: 'import jakarta.servlet.http.HttpServlet;\nclass A extends HttpServlet {\n  protected void doGet(HttpServletRequest r, HttpServletResponse s) {}\n  void init() {}\n}',
        expect: ['entry.http@3'],
      },
      { code: 'class A extends Servlet {\n  void doGet() {}\n}', expect: [] },
    ],
  },
  {
    id: 'jvm.ktor',
    tech: 'Ktor',
    modules: ['io.ktor.server.routing', 'io.ktor.routing', 'io.ktor.server'],
    packages: ['io.ktor:ktor-server-core', 'io.ktor:ktor-server-netty'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: VERBS,
        path: /^(?:get|post|put|patch|delete|head|options)$/,
        args: [[-1, 'function']],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: ['ktor', 'netty', 'jetty', 'tomcat'],
    install: {
      package: 'io.opentelemetry.instrumentation:opentelemetry-ktor-3.0',
      enable: 'install(KtorServerTelemetry) { setOpenTelemetry(...) }',
    },
    tests: [
      {
        code: 'import io.ktor.server.routing.*\nfun Route.shop() {\n  get("/x") { call.respond("x") }\n  post("/y") { save() }\n}',
        language: 'kotlin',
        expect: ['entry.http@3', 'entry.http@4'],
      },
      { code: 'fun f() {\n  cache.get("/x") { load() }\n}', language: 'kotlin', expect: [] },
    ],
  },
  {
    id: 'jvm.light-servers',
    tech: 'HTTP server',
    modules: [
      'io.javalin',
      'spark',
      'io.vertx.ext.web',
      'com.sun.net.httpserver',
      'io.muserver',
      'org.http4k',
      'io.undertow',
    ],
    packages: ['io.javalin:javalin', 'com.sparkjava:spark-core', 'io.vertx:vertx-web'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: [...VERBS, 'createContext'],
        path: /(?:^|\.)(?:get|post|put|patch|delete|head|options|createContext)$/,
        args: [[0, 'path']],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: ['jetty', 'javalin', 'vertx-web', 'netty', 'undertow', 'java-http-server'],
    install: AGENT,
    tests: [
      {
        code: 'import io.javalin.Javalin;\nclass A {\n  void m() {\n    Javalin app = Javalin.create();\n    app.get("/x", ctx -> ctx.result("x"));\n  }\n}',
        expect: ['entry.http@5'],
      },
      {
        code: 'import java.util.Map;\nclass A {\n  void m(Map<String, String> m) { m.get("/x"); }\n}',
        expect: [],
      },
    ],
  },
  {
    id: 'jvm.router-functions',
    tech: 'Spring',
    modules: ['org.springframework.web.reactive.function.server', 'org.springframework.web.servlet.function'],
    packages: ['org.springframework.boot:spring-boot-starter-webflux'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
        path: /(?:^|\.)(?:GET|POST|PUT|PATCH|DELETE)$/,
        args: [[0, 'path']],
        handler: [-1],
        keys: { route: [0], method: 'name' },
      },
    ],
    coveredBy: SERVERS,
    install: AGENT,
    tests: [
      {
        code: 'import static org.springframework.web.reactive.function.server.RouterFunctions.route;\nclass A {\n  RouterFunction<?> r(H h) { return route().GET("/x", h::x).build(); }\n}',
        expect: ['entry.http@3'],
      },
      { code: 'class A {\n  void m() { http.GET("/x", h); }\n}', expect: [] },
    ],
  },
];
