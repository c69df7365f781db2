import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fixed } from '../../../../support/gap-fixes.ts';

const py = { language: 'python', file: 'app.py' } as const;

const APP = `#!/usr/bin/env python
"""The shop."""
from __future__ import annotations
import requests

app = Flask(__name__)


@app.route("/x")
@cached
async def show(a: int) -> str:
    """Shows."""
    # first
    if a:
        return "x"  # early
    text = """
  keep
"""
    r = requests.post(
        "http://x",
    )
    return text


def rows():
    # all
    for one in two:
        yield one
`;

test('a decorated async handler: the docstring stays first, strings keep their text', async () => {
  assert.equal(
    await fixed({ ...py, code: APP, at: '@app.route', target: { keys: { route: '/x', method: 'get' } } }),
    `#!/usr/bin/env python
"""The shop."""
from __future__ import annotations
import requests
from opentelemetry import trace
from opentelemetry.trace import SpanKind

tracer = trace.get_tracer(__name__)

app = Flask(__name__)


@app.route("/x")
@cached
async def show(a: int) -> str:
    """Shows."""
    with tracer.start_as_current_span("GET /x", kind=SpanKind.SERVER):
        # first
        if a:
            return "x"  # early
        text = """
  keep
"""
        r = requests.post(
            "http://x",
        )
        return text


def rows():
    # all
    for one in two:
        yield one
`,
  );
});

test('an outbound call: the statement alone', async () => {
  const after = await fixed({
    ...py,
    code: APP,
    at: 'requests.post',
    target: { rule: 'outbound.http', tech: 'requests', symbol: 'show' },
  });
  assert.match(
    after,
    /"""\n {4}with tracer\.start_as_current_span\("requests in show", kind=SpanKind\.CLIENT\):\n {8}r = requests\.post\(\n {12}"http:\/\/x",\n {8}\)\n {4}return text\n/,
  );
});

test('a generator: a current span would leak into whoever takes its values', async () => {
  const after = await fixed({
    ...py,
    code: APP,
    at: 'def rows',
    target: { rule: 'entry.scheduled', symbol: 'rows' },
  });
  assert.equal(
    after.slice(after.indexOf('def rows')),
    `def rows():
    span = tracer.start_span("rows")
    try:
        # all
        for one in two:
            yield one
    except Exception as error:
        span.set_status(Status(StatusCode.ERROR, str(error)))
        raise
    finally:
        span.end()
`,
  );
  assert.match(after, /^from opentelemetry\.trace import Status, StatusCode$/m);
});

test('a tracer of the module is used; one of Datadog is not', async () => {
  const own = 'from opentelemetry import trace\nt = trace.get_tracer("x")\ndef job():\n  work()\n';
  assert.equal(
    await fixed({ ...py, code: own, at: 'def job', target: { rule: 'entry.scheduled', symbol: 'job' } }),
    'from opentelemetry import trace\nt = trace.get_tracer("x")\ndef job():\n  with t.start_as_current_span("job"):\n    work()\n',
  );
  const other = 'from ddtrace import tracer\ndef job():\n    work()\n';
  assert.equal(
    await fixed({ ...py, code: other, at: 'def job', target: { rule: 'entry.scheduled', symbol: 'job' } }),
    'from ddtrace import tracer\nfrom opentelemetry import trace\n\notel_tracer = trace.get_tracer(__name__)\n\ndef job():\n    with otel_tracer.start_as_current_span("job"):\n        work()\n',
  );
});

test('what cannot be wrapped says why', async () => {
  const cases = [
    ['def f(): return 1\n', 'def f', {}, /^refused: The body stands in the line of its head/],
    ['cache = redis.Redis()\n', 'redis', { rule: 'outbound.cache' }, /^refused: The client is made here/],
    [
      'def f():\n    if requests.get(u).ok:\n        pass\n',
      'requests',
      { rule: 'outbound.http' },
      /^refused: The call stands in the head/,
    ],
  ] as const;
  for (const [code, at, target, expected] of cases)
    assert.match(await fixed({ ...py, code, at, target }), expected);
});
