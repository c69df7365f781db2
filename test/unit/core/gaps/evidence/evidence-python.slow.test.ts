// How a Python service is traced, read from every kind of file that may say it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, gapsOf, places, setups } from '../../../../support/gap-workspace.ts';

const CODE = 'from flask import Flask\napp = Flask(__name__)\n@app.get("/x")\ndef x():\n    return "x"\n';
const app = (deps: readonly string[], more: Files = {}): Files => ({
  'app.py': CODE,
  'requirements.txt': ['flask==3.0.0', ...deps].join('\n'),
  ...more,
});

type Case = {
  readonly title: string;
  readonly files: Files;
  readonly setup?: readonly string[];
  readonly entry?: boolean;
};

const OTEL = ['opentelemetry-distro==0.50b0', 'opentelemetry-instrumentation-flask==0.50b0'];
const cases: readonly Case[] = [
  { title: 'nothing', files: app([]), setup: ['setup.no-otel'], entry: true },
  { title: 'installed, never started', files: app(OTEL), setup: ['setup.not-enabled'] },
  {
    title: 'opentelemetry-instrument in a Procfile',
    files: app(OTEL, { Procfile: 'web: opentelemetry-instrument gunicorn app:app\n' }),
  },
  {
    title: 'started, but the instrumentation of Flask is neither installed nor bootstrapped',
    files: app(['opentelemetry-distro==0.50b0'], {
      Procfile: 'web: opentelemetry-instrument gunicorn app:app\n',
    }),
    entry: true,
  },
  {
    title: 'in code',
    files: app(['opentelemetry-instrumentation-flask==0.50b0'], {
      'app.py': `${CODE}from opentelemetry.instrumentation.flask import FlaskInstrumentor\nFlaskInstrumentor().instrument_app(app)\n`,
    }),
  },
  {
    title: 'WSGI middleware',
    files: app(['opentelemetry-instrumentation-wsgi==0.50b0'], {
      'wsgi.py':
        'from opentelemetry.instrumentation.wsgi import OpenTelemetryMiddleware\nfrom app import app\napplication = OpenTelemetryMiddleware(app.wsgi_app)\n',
    }),
  },
  {
    title: 'ddtrace-run',
    files: app(['ddtrace==2.0.0'], { Dockerfile: 'FROM python\nCMD ["ddtrace-run", "python", "app.py"]\n' }),
  },
  {
    title: 'Sentry',
    files: app(['sentry-sdk==2.0.0'], {
      'main.py': 'import sentry_sdk\nsentry_sdk.init(dsn="x", traces_sample_rate=1.0)\n',
    }),
  },
  {
    title: 'New Relic',
    files: app(['newrelic==9.0.0'], { 'start.sh': 'newrelic-admin run-program gunicorn app:app\n' }),
  },
  {
    title: 'Azure Monitor',
    files: app(['azure-monitor-opentelemetry==1.6.0'], {
      'main.py':
        'from azure.monitor.opentelemetry import configure_azure_monitor\nconfigure_azure_monitor()\n',
    }),
  },
  {
    title: 'logfire',
    files: app(['logfire==2.0.0'], {
      'main.py': 'import logfire\nfrom app import app\nlogfire.configure()\nlogfire.instrument_flask(app)\n',
    }),
  },
  {
    title: 'the one instrumentation is disabled',
    files: app(OTEL, {
      Dockerfile:
        'FROM python\nENV OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=flask,redis\nCMD ["opentelemetry-instrument", "python", "app.py"]\n',
    }),
    setup: ['setup.disabled'],
  },
  {
    title: 'all of tracing is off',
    files: app(OTEL, {
      Dockerfile:
        'FROM python\nENV OTEL_SDK_DISABLED=true\nCMD ["opentelemetry-instrument", "python", "app.py"]\n',
    }),
    setup: ['setup.disabled'],
  },
  {
    title: 'injected by the operator',
    files: app([], {
      'k8s.yaml':
        'apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: app\nspec:\n  template:\n    metadata:\n      annotations:\n        instrumentation.opentelemetry.io/inject-python: "true"\n',
    }),
  },
  {
    title: 'a version that the instrumentation does not know yet',
    files: {
      ...app(['opentelemetry-instrumentation-pymongo==0.50b0', 'pymongo==5.1.0'], {
        'db.py':
          'from pymongo import MongoClient\nfrom opentelemetry.instrumentation.pymongo import PymongoInstrumentor\nPymongoInstrumentor().instrument()\nc = MongoClient("x")\n',
        'app.py': 'x = 1\n',
      }),
    },
    setup: ['setup.version-out-of-range'],
  },
];

for (const { title, files, setup = [], entry = false } of cases)
  test(title, async () => {
    const report = await gapsOf(files);
    assert.deepEqual(
      [...setups(report), ...places(report)],
      [...setup, ...(entry ? ['entry.http@app.py:3'] : [])],
      JSON.stringify(report.services, undefined, 1),
    );
  });
