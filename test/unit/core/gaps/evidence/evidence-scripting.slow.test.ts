// How Ruby, PHP and Rust services are traced.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, gapsOf, places, setups } from '../../../../support/gap-workspace.ts';

const RUBY = "require 'sinatra'\nget '/x' do\n  'x'\nend\n";
const ruby = (gems: readonly string[], more: Files = {}): Files => ({
  'app.rb': RUBY,
  Gemfile: ['sinatra', ...gems].map((g) => `gem "${g}"\n`).join(''),
  ...more,
});
const PHP =
  "<?php\nuse Slim\\Factory\\AppFactory;\n$app = AppFactory::create();\n$app->get('/x', function ($r) { return 1; });\n";
const php = (packages: readonly string[], more: Files = {}): Files => ({
  'public/index.php': PHP,
  'composer.json': JSON.stringify({
    type: 'project',
    require: Object.fromEntries(['slim/slim', ...packages].map((p) => [p, '1.0.0'])),
  }),
  ...more,
});
const RUST =
  'use axum::{Router, routing::get};\nfn r() -> Router {\n    Router::new().route("/x", get(h))\n}\n';
const rust = (crates: readonly string[], code = RUST): Files => ({
  'src/main.rs': code,
  'Cargo.toml': `[package]\nname = "shop"\n[dependencies]\n${['axum', ...crates].map((c) => `${c} = "1"\n`).join('')}`,
});
const OPEN_RUBY = ['setup.no-otel', 'entry.http@app.rb:2'];
const USE_ALL = { 'config/otel.rb': 'OpenTelemetry::SDK.configure do |c|\n  c.use_all\nend\n' };
const SLIM = 'open-telemetry/opentelemetry-auto-slim';

const cases: readonly {
  readonly title: string;
  readonly files: Files;
  readonly expect: readonly string[];
}[] = [
  { title: 'Ruby: nothing', files: ruby([]), expect: OPEN_RUBY },
  {
    title: 'Ruby: installed',
    files: ruby(['opentelemetry-instrumentation-sinatra']),
    expect: ['setup.not-enabled'],
  },
  { title: 'Ruby: use_all', files: ruby(['opentelemetry-instrumentation-all'], USE_ALL), expect: [] },
  {
    title: 'Ruby: use_all without the gem',
    files: ruby(['opentelemetry-instrumentation-redis'], USE_ALL),
    expect: ['entry.http@app.rb:2'],
  },
  {
    title: 'Ruby: one by one',
    files: ruby(['opentelemetry-instrumentation-sinatra'], {
      'config/otel.rb':
        "OpenTelemetry::SDK.configure do |c|\n  c.use 'OpenTelemetry::Instrumentation::Sinatra'\nend\n",
    }),
    expect: [],
  },
  {
    title: 'Ruby: switched off',
    files: ruby(['opentelemetry-instrumentation-sinatra', 'opentelemetry-instrumentation-rack'], {
      ...USE_ALL,
      Dockerfile:
        'FROM ruby\nENV OTEL_RUBY_INSTRUMENTATION_SINATRA_ENABLED=false OTEL_RUBY_INSTRUMENTATION_RACK_ENABLED=false\nCMD ["ruby", "app.rb"]\n',
    }),
    expect: ['setup.disabled'],
  },
  { title: 'Ruby: New Relic by its gem', files: ruby(['newrelic_rpm']), expect: [] },
  {
    title: 'Ruby: Datadog',
    files: ruby(['datadog'], {
      'config/dd.rb': 'Datadog.configure do |c|\n  c.tracing.instrument :sinatra\nend\n',
    }),
    expect: [],
  },
  { title: 'PHP: nothing', files: php([]), expect: ['setup.no-otel', 'entry.http@public/index.php:4'] },
  { title: 'PHP: installed, autoload off', files: php([SLIM]), expect: ['setup.not-enabled'] },
  {
    title: 'PHP: autoload',
    files: php([SLIM], {
      'compose.yaml':
        'services:\n  app:\n    build: .\n    environment:\n      - OTEL_PHP_AUTOLOAD_ENABLED=true\n',
    }),
    expect: [],
  },
  {
    title: 'PHP: extension, and a provider in code',
    files: php([SLIM, 'open-telemetry/sdk'], {
      Dockerfile: 'FROM php\nRUN install-php-extensions opentelemetry\n',
    }),
    expect: [],
  },
  { title: 'PHP: Sentry for Laravel', files: php(['sentry/sentry-laravel']), expect: [] },
  { title: 'Rust: nothing', files: rust([]), expect: ['setup.no-otel', 'entry.http@src/main.rs:3'] },
  {
    title: 'Rust: a layer whose spans leave the process',
    files: rust(
      ['tower-http', 'tracing-opentelemetry'],
      RUST.replace('get(h))', 'get(h)).layer(TraceLayer::new_for_http())'),
    ),
    expect: [],
  },
  {
    title: 'Rust: a layer whose spans go nowhere',
    files: rust(['tower-http'], RUST.replace('get(h))', 'get(h)).layer(TraceLayer::new_for_http())')),
    expect: ['setup.not-enabled'],
  },
];

for (const { title, files, expect } of cases)
  test(title, async () => {
    const report = await gapsOf(files);
    assert.deepEqual(
      [...setups(report), ...places(report)],
      expect,
      JSON.stringify(report.services, undefined, 1),
    );
  });
