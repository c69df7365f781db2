import type { GapRule } from '../../rule.ts';

/** Layers and middleware that make a span a request. */
const TOWER = [
  'TraceLayer',
  'OtelAxumLayer',
  'OtelInResponseLayer',
  'HTTPLayerBuilder',
  'OtelGrpcLayer',
] as const;
const layer = (name: string, call: string) => ({ package: name, enable: call });
const VERBS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options', 'route'] as const;

export const rustServerRules: readonly GapRule[] = [
  {
    id: 'rust.axum',
    tech: 'axum',
    modules: ['axum', 'axum_extra', 'poem', 'aide'],
    packages: ['axum', 'poem'],
    sites: [
      {
        on: 'call',
        kind: 'entry.http',
        names: ['route', 'at', 'route_service'],
        path: /(?:^|\.)(?:Router|Route)(?:\.new)?(?:\(\)|\.)(?:.*\.)?(?:route|at|route_service)$/,
        receiver: /Router\.new\(\)|\w+\(\)$|^(?:router|app|routes|api)$/,
        args: [
          [0, 'path'],
          [1, 'handler'],
        ],
        handler: [1],
        keys: { route: [0] },
      },
    ],
    coveredBy: [...TOWER, 'poem.tracing'],
    install: layer('axum-tracing-opentelemetry', '.layer(OtelAxumLayer::default())'),
    tests: [
      {
        code: 'use axum::{Router, routing::get};\nfn r() -> Router {\n    Router::new()\n        .route("/x", get(handler))\n        .route("/y", get(other))\n}',
        expect: ['entry.http@4', 'entry.http@5'],
      },
      { code: 'fn r() {\n    let m = Map::new();\n    m.get("/x", h);\n}', expect: [] },
      {
        code: 'use axum::Router;\nfn r() -> Router { Router::new().route("/x", get(handler)) }\n#[tracing::instrument]\nasync fn handler() {}',
        expect: [],
      },
    ],
  },
  {
    id: 'rust.attributes',
    tech: 'Actix Web or Rocket',
    modules: ['actix_web', 'rocket', 'ntex', 'salvo'],
    packages: ['actix-web', 'rocket', 'ntex'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.http',
        target: 'method',
        names: VERBS,
        receiver: /^$/,
        keys: { route: [0], method: 'name' },
      },
      {
        on: 'call',
        kind: 'entry.http',
        names: ['route', 'resource'],
        path: /^(?:App\.new\(\)(?:\.\w+\(\))*\.route|web\.resource|(?:web\.)?(?:ServiceConfig|scope\(\))(?:\.\w+\(\))*\.route)$/,
        args: [[0, 'text']],
        handler: [1],
        keys: { route: [0] },
      },
    ],
    coveredBy: [
      'RequestTracing',
      'TracingLogger',
      'TracingMiddleware',
      'rocket_tracing_opentelemetry',
      'OpenTelemetryLayer#rocket',
    ],
    install: layer('opentelemetry-instrumentation-actix-web', 'App::new().wrap(RequestTracing::new())'),
    tests: [
      {
        code: 'use actix_web::{get, web, App};\n#[get("/y")]\nasync fn y() -> impl Responder { 1 }\nfn m() { App::new().route("/a", web::post().to(h)); }',
        expect: ['entry.http@2', 'entry.http@4'],
      },
      {
        code: 'use actix_web::get;\n#[get("/y")]\n#[tracing::instrument]\nasync fn y() -> impl Responder { 1 }',
        expect: [],
      },
    ],
  },
  {
    id: 'rust.tonic',
    tech: 'tonic',
    modules: ['tonic'],
    packages: ['tonic'],
    sites: [
      {
        on: 'annotation',
        kind: 'entry.grpc',
        target: 'class',
        names: ['async_trait'],
        path: /^async_trait$/,
      },
    ],
    coveredBy: [...TOWER],
    install: layer('tonic-tracing-opentelemetry', 'Server::builder().layer(OtelGrpcLayer::default())'),
    tests: [
      {
        code: '#[tonic::async_trait]\nimpl Greeter for MyGreeter {\n    async fn hello(&self) {}\n}',
        expect: ['entry.grpc@1'],
      },
      {
        code: '#[tonic::async_trait]\nimpl Greeter for MyGreeter {\n    #[instrument]\n    async fn hello(&self) {}\n}',
        expect: [],
      },
      { code: '#[async_trait]\nimpl Store for Memory {\n    async fn get(&self) {}\n}', expect: [] },
    ],
  },
  {
    id: 'rust.lambda',
    tech: 'AWS Lambda',
    modules: ['lambda_runtime', 'lambda_http'],
    packages: ['lambda_runtime', 'lambda_http'],
    sites: [{ on: 'call', kind: 'entry.faas', names: ['run'], path: /^run$/, handler: [0] }],
    coveredBy: ['lambda_otel_lite', 'OpenTelemetryLayer#lambda', ...TOWER],
    tests: [
      {
        code: 'use lambda_runtime::{run, service_fn};\nasync fn main() { run(service_fn(h)).await }',
        expect: ['entry.faas@2'],
      },
      { code: 'async fn main() { run(x).await }', expect: [] },
    ],
  },
  {
    id: 'rust.queues',
    tech: 'message queue',
    modules: ['rdkafka', 'lapin', 'async_nats', 'apalis', 'sqlxmq'],
    packages: ['rdkafka', 'lapin', 'async-nats'],
    sites: [
      {
        on: 'call',
        kind: 'entry.queue',
        names: ['recv', 'basic_consume', 'subscribe', 'queue_subscribe'],
        path: /(?:Consumer|Channel|Client|connect\(\)|create_channel\(\))\.(?:recv|basic_consume|subscribe|queue_subscribe)$/,
        receiver: /consumer$|^channel$|^client$/,
        notIn: /Instrument\b|#\[(?:tracing::)?instrument/,
        spanInFile: true,
        once: true,
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'use rdkafka::consumer::StreamConsumer;\nasync fn run(consumer: &StreamConsumer) {\n    loop { let m = consumer.recv().await; }\n}',
        expect: ['entry.queue@3'],
      },
      { code: 'async fn run(rx: Receiver) {\n    rx.recv().await;\n}', expect: [] },
    ],
  },
  {
    id: 'rust.scheduled',
    tech: 'tokio-cron-scheduler',
    modules: ['tokio_cron_scheduler', 'clokwerk'],
    packages: ['tokio-cron-scheduler', 'clokwerk'],
    sites: [
      {
        on: 'call',
        kind: 'entry.scheduled',
        names: ['new_async', 'new_repeated_async', 'new_cron_job_async'],
        path: /^Job\.new_\w+$/,
        handler: [-1],
        keys: { schedule: [0] },
      },
    ],
    coveredBy: [],
    tests: [
      {
        code: 'use tokio_cron_scheduler::Job;\nfn f() { Job::new_async("0 * * * * *", |u, l| Box::pin(async move {})); }',
        expect: ['entry.scheduled@2'],
      },
      { code: 'fn f() { Job::new_async("x", h); }', expect: [] },
    ],
  },
];

export const rustClientRules: readonly GapRule[] = [
  {
    id: 'rust.reqwest',
    tech: 'reqwest',
    modules: ['reqwest'],
    packages: ['reqwest'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.http',
        names: ['get', 'new', 'builder'],
        path: /^(?:blocking\.)?(?:get|Client\.(?:new|builder)|ClientBuilder\.new)$/,
        notIn: /ClientWithMiddleware|reqwest_tracing|reqwest_middleware/,
      },
    ],
    coveredBy: ['TracingMiddleware'],
    install: layer('reqwest-tracing', 'ClientBuilder::new(client).with(TracingMiddleware::default())'),
    tests: [
      {
        code: 'async fn f() { let c = reqwest::Client::new(); reqwest::get("http://a").await; }',
        expect: ['outbound.http@1', 'outbound.http@1'],
      },
      { code: 'use reqwest::StatusCode;\nfn f() { StatusCode::new(1); }', expect: [] },
    ],
  },
  {
    id: 'rust.databases',
    tech: 'database',
    modules: ['sqlx', 'diesel', 'tokio_postgres', 'mongodb', 'sea_orm', 'deadpool_postgres', 'scylla'],
    packages: ['sqlx', 'diesel', 'tokio-postgres', 'mongodb', 'sea-orm'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.db',
        names: ['connect', 'connect_with', 'establish', 'with_uri_str', 'connect_lazy'],
        path: /(?:Pool(?:Options\.new\(\)(?:\.\w+\(\))*)?|Connection|Client|Database|PgConnection)\.(?:connect\w*|establish|with_uri_str)$|^connect$/,
      },
    ],
    coveredBy: ['sqlx-tracing', 'diesel-tracing', 'sea-orm-tracing'],
    tests: [
      {
        code: 'use sqlx::PgPool;\nasync fn f() { let p = PgPool::connect("x").await; }',
        expect: ['outbound.db@2'],
      },
      { code: 'use std::net::TcpStream;\nfn f() { TcpStream::connect("x"); }', expect: [] },
    ],
  },
  {
    id: 'rust.redis',
    tech: 'Redis',
    modules: ['redis', 'fred', 'deadpool_redis'],
    packages: ['redis', 'fred'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.cache',
        names: ['open'],
        path: /^(?:cluster\.)?(?:Cluster)?Client\.open$/,
      },
    ],
    coveredBy: [],
    tests: [
      { code: 'fn f() { let c = redis::Client::open("redis://x"); }', expect: ['outbound.cache@1'] },
      { code: 'use std::fs::File;\nfn f() { File::open("x"); }', expect: [] },
    ],
  },
  {
    id: 'rust.aws',
    tech: 'AWS SDK',
    modules: ['aws_config'],
    packages: ['aws-config'],
    sites: [
      {
        on: 'call',
        kind: 'outbound.rpc',
        names: ['load_from_env', 'load_defaults', 'defaults'],
        path: /^(?:load_from_env|load_defaults|defaults)$/,
      },
    ],
    coveredBy: [],
    tests: [
      { code: 'async fn f() { let c = aws_config::load_defaults(b).await; }', expect: ['outbound.rpc@1'] },
      { code: 'async fn f() { let c = config::load_defaults(b).await; }', expect: [] },
    ],
  },
];
