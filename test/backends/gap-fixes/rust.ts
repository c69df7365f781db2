import { run, type Toolchain } from './toolchain.ts';

const CODE = `#[derive(Debug)]
pub enum AppError {
    Missing,
}

pub struct Opaque;

/// One order.
#[must_use]
pub async fn show(id: String) -> Result<String, AppError> {
    // early
    if id.is_empty() {
        return Err(AppError::Missing);
    }
    Ok(load(&id).unwrap_or_default())
}

fn load<'a>(id: &'a str) -> Result<String, Opaque> {
    match id {
        "bad" => Err(Opaque),
        other => Ok(other.to_string()),
    }
}

pub struct Jobs;

impl Jobs {
    pub fn clean(&self) -> std::io::Result<u32> {
        Ok(1)
    }
}
`;

const MAIN = `use opentelemetry::trace::{SpanKind, Status, TracerProvider as _};
use opentelemetry_sdk::trace::{InMemorySpanExporter, SdkTracerProvider};
use tracing_subscriber::prelude::*;

mod orders;

fn main() {
    let exporter = InMemorySpanExporter::default();
    let provider = SdkTracerProvider::builder().with_simple_exporter(exporter.clone()).build();
    let layer = tracing_opentelemetry::layer().with_tracer(provider.tracer("test"));
    tracing_subscriber::registry().with(layer).init();
    assert_eq!(block_on(orders::show("a".into())).unwrap(), "a");
    assert!(block_on(orders::show(String::new())).is_err());
    assert_eq!(orders::Jobs.clean().unwrap(), 1);
    let spans = exporter.get_finished_spans().unwrap();
    let text: Vec<String> = spans
        .iter()
        .map(|s| {
            let parent = spans.iter().find(|p| p.span_context.span_id() == s.parent_span_id).map(|p| p.name.to_string()).unwrap_or_default();
            let kind = match s.span_kind { SpanKind::Server => "server", SpanKind::Client => "client", SpanKind::Internal => "internal", _ => "other" };
            let status = if matches!(s.status, Status::Error { .. }) { "error" } else { "ok" };
            format!("{{\\"name\\":\\"{}\\",\\"kind\\":\\"{kind}\\",\\"status\\":\\"{status}\\",\\"parent\\":\\"{parent}\\"}}", s.name)
        })
        .collect();
    println!("[{}]", text.join(","));
}

fn block_on<T>(future: impl std::future::Future<Output = T>) -> T {
    let mut future = std::pin::pin!(future);
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    loop {
        if let std::task::Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}
`;

const CARGO = `[package]
name = "fixes"
version = "0.1.0"
edition = "2021"

[dependencies]
tracing = "0.1"
tracing-subscriber = { version = "0.3", default-features = false, features = ["registry", "std"] }
tracing-opentelemetry = { version = "0.32", default-features = false }
opentelemetry = { version = "0.31", default-features = false, features = ["trace"] }
opentelemetry_sdk = { version = "0.31", default-features = false, features = ["trace", "testing"] }
`;

export const rust: Toolchain = {
  title: 'Rust',
  language: 'rust',
  tool: ['cargo', '--version'],
  file: 'src/orders.rs',
  code: CODE,
  fixes: [
    { at: 'fn show', target: { keys: { route: '/orders/{id}', method: 'GET' } } },
    { at: 'fn load', target: { rule: 'outbound.db', tech: 'sqlx', symbol: 'load' } },
    { at: 'fn clean', target: { rule: 'entry.scheduled', symbol: 'Jobs.clean' } },
  ],
  files: { 'src/main.rs': MAIN, 'Cargo.toml': CARGO },
  install: (cwd) => run('cargo', ['build', '-q'], { cwd }),
  run: (cwd) => run('cargo', ['run', '-q'], { cwd }),
  expect: [
    { name: 'sqlx in load', kind: 'client', status: 'ok', parent: 'GET /orders/{id}' },
    { name: 'GET /orders/{id}', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders/{id}', kind: 'server', status: 'error', parent: '' },
    { name: 'Jobs.clean', kind: 'internal', status: 'ok', parent: '' },
  ],
};
