import path from 'node:path';
import { run, type Toolchain } from './toolchain.ts';

const CODE = `"""The shop."""
from __future__ import annotations

import asyncio
import functools

from opentelemetry import trace


def route(path):
    def wrap(fn):
        @functools.wraps(fn)
        async def call(*args):
            return await fn(*args)

        return call

    return wrap


@route("/orders")
async def show(order: str) -> str | None:
    """One order."""
    # nothing to do
    if not order:
        return None
    text = """
  kept as it is
"""
    await asyncio.sleep(0)
    if order == "bad":
        raise ValueError(text)
    return text


def rows():
    # each
    for one in (1, 2):
        yield one


class Jobs:
    total = 0

    def clean(self):
        self.total += 1
        found = max(
            1,
            self.total,
        )
        return found


class pika:
    class BasicProperties:
        def __init__(self, headers=None):
            self.headers = headers


def publish(channel):
    channel.basic_publish(exchange="", routing_key="q", body=b"x")


def on_message(channel, method, properties, body):
    """One message."""
    return body


def leaky(x):
    span = trace.get_tracer("x").start_span("leaky")
    if x:
        return 1
    span.end()
    return 2
`;

const MAIN = `import asyncio, json
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

exporter = InMemorySpanExporter()
provider = TracerProvider()
provider.add_span_processor(SimpleSpanProcessor(exporter))
trace.set_tracer_provider(provider)
import orders

assert asyncio.run(orders.show("a")) == "\\n  kept as it is\\n"
assert asyncio.run(orders.show("")) is None
try:
    asyncio.run(orders.show("bad"))
    raise SystemExit("bad")
except ValueError:
    pass
assert list(orders.rows()) == [1, 2]
assert orders.Jobs().clean() == 1
assert orders.leaky(True) == 1
class Channel:
    def basic_publish(self, exchange, routing_key, body, properties=None):
        self.sent = (properties, body)

channel = Channel()
orders.publish(channel)
assert orders.on_message(channel, None, *channel.sent) == b"x"
spans = exporter.get_finished_spans()
names = {s.context.span_id: s.name for s in spans}
print(json.dumps([{
    "name": s.name,
    "kind": s.kind.name.lower(),
    "status": "error" if s.status.status_code.name == "ERROR" else "ok",
    "parent": names.get(s.parent.span_id, "") if s.parent else "",
} for s in spans]))
`;

const python3 = (dir: string) => path.join(dir, 'venv/bin/python');

export const python: Toolchain = {
  title: 'Python',
  language: 'python',
  tool: ['python3', '--version'],
  file: 'orders.py',
  code: CODE,
  fixes: [
    { at: '@route("/orders")', target: { keys: { route: '/orders', method: 'GET' } } },
    { at: 'def rows', target: { rule: 'entry.scheduled', symbol: 'rows' } },
    { at: 'def clean', target: { rule: 'entry.queue', symbol: 'Jobs.clean', keys: { topic: 'jobs' } } },
    { at: 'found = max(', target: { rule: 'outbound.cache', tech: 'redis', symbol: 'Jobs.clean' } },
    { at: 'def publish', target: { rule: 'entry.cli', symbol: 'publish' } },
    { kind: 'inject', at: 'basic_publish(', target: { rule: 'context.queue-inject' } },
    { at: 'def on_message', target: { rule: 'entry.queue', keys: { topic: 'jobs' } } },
    { kind: 'extract', at: 'def on_message', target: { rule: 'context.queue-extract' } },
    { kind: 'end-span', at: 'start_span("leaky")', target: { rule: 'span.not-ended-on-path' } },
  ],
  files: { 'main.py': MAIN },
  install: async (cwd) => {
    await run('python3', ['-m', 'venv', 'venv'], { cwd });
    await run(python3(cwd), ['-m', 'pip', 'install', '-q', 'opentelemetry-sdk'], { cwd });
  },
  run: (cwd) => run(python3(cwd), ['-W', 'error::SyntaxWarning', 'main.py'], { cwd }),
  expect: [
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders', kind: 'server', status: 'ok', parent: '' },
    { name: 'GET /orders', kind: 'server', status: 'error', parent: '' },
    { name: 'rows', kind: 'internal', status: 'ok', parent: '' },
    { name: 'redis in Jobs.clean', kind: 'client', status: 'ok', parent: 'process jobs' },
    { name: 'process jobs', kind: 'consumer', status: 'ok', parent: '' },
    { name: 'leaky', kind: 'internal', status: 'ok', parent: '' },
    { name: 'publish', kind: 'internal', status: 'ok', parent: '' },
    { name: 'process jobs', kind: 'consumer', status: 'ok', parent: 'publish' },
  ],
};
