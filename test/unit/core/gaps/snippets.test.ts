// The shared snippets (test/fixtures/gaps/snippets.json): each with the evidence its row describes, as real files.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { type Files, gapsOf, npm } from '../../../support/gap-workspace.ts';

type Snippet = {
  readonly id: string;
  readonly lang: string;
  readonly code: string;
  readonly expect: readonly { readonly rule: string; readonly line: number; readonly severity?: string }[];
  readonly why: string;
};

const snippets = JSON.parse(
  readFileSync(path.join(import.meta.dirname, '../../../fixtures/gaps/snippets.json'), 'utf8'),
) as Snippet[];

const AUTO = '@opentelemetry/auto-instrumentations-node@0.79.0';
const autoOn = (...deps: string[]): Files => ({
  'package.json': npm([...deps, AUTO], {
    scripts: { start: 'node --require @opentelemetry/auto-instrumentations-node/register src/app.js' },
  }),
});

const goMod = (...modules: string[]): string =>
  `module shop\n\ngo 1.24\n\n${modules.map((m) => `require ${m} v1.0.0\n`).join('')}`;
const pom = (...dependencies: string[]): string =>
  `<project>\n<artifactId>shop</artifactId>\n<dependencies>\n${dependencies
    .map((d) => d.split(':'))
    .map(([g, a]) => `<dependency><groupId>${g}</groupId><artifactId>${a}</artifactId></dependency>\n`)
    .join('')}</dependencies>\n</project>\n`;
const csproj = (...packages: string[]): string =>
  `<Project Sdk="Microsoft.NET.Sdk.Web">\n<ItemGroup>\n${packages
    .map((p) => `<PackageReference Include="${p}" Version="1.0.0" />\n`)
    .join('')}</ItemGroup>\n</Project>\n`;
const OTELHTTP = 'go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp';
const OTELGRPC = 'go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc';

/** The evidence column as files, and where the code stands. */
const CASES: Readonly<Record<string, { readonly file: string; readonly files: Files }>> = {
  S01: { file: 'src/app.ts', files: { 'package.json': npm(['express@4.18.0']) } },
  S02: { file: 'src/app.ts', files: autoOn('express@4.18.0') },
  S03: {
    file: 'src/app.ts',
    files: { 'package.json': npm(['express@4.18.0', AUTO], { scripts: { start: 'node src/app.js' } }) },
  },
  S05: { file: 'src/app.ts', files: { 'package.json': npm(['lodash']) } },
  S06: { file: 'src/app.ts', files: autoOn('axios') },
  S09: {
    file: 'src/app.ts',
    files: {
      'package.json': npm(
        ['kafkajs@2.2.4', '@opentelemetry/instrumentation-kafkajs', '@opentelemetry/sdk-node'],
        {
          scripts: { start: 'node --require ./src/tracing.js src/app.js' },
        },
      ),
      'src/tracing.ts':
        "import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { KafkaJsInstrumentation } from '@opentelemetry/instrumentation-kafkajs';\nnew NodeSDK({ instrumentations: [new KafkaJsInstrumentation()] }).start();",
    },
  },
  S10: { file: 'src/app.ts', files: autoOn('bullmq') },
  S12: { file: 'src/app.ts', files: { 'package.json': npm(['@opentelemetry/api']) } },
  S14: { file: 'src/app.ts', files: { 'package.json': npm(['@opentelemetry/api']) } },
  S15: { file: 'src/app.ts', files: { 'package.json': npm(['@opentelemetry/api']) } },
  S17: {
    file: 'app/page.tsx',
    files: {
      'package.json': npm(['next', 'react', 'react-dom', '@vercel/otel']),
      'instrumentation.ts':
        "import { registerOTel } from '@vercel/otel';\nexport function register() { registerOTel('web'); }",
    },
  },
  S19: { file: 'test/app.test.ts', files: { 'package.json': npm(['jest', 'supertest']) } },
  S20: {
    file: 'src/cats.controller.ts',
    files: {
      'package.json': npm([
        '@nestjs/core@10.0.0',
        '@nestjs/common@10.0.0',
        '@opentelemetry/instrumentation-nestjs-core',
        '@opentelemetry/instrumentation-http',
        '@opentelemetry/sdk-node',
      ]),
      'src/main.ts': "import './tracing';\nimport { NestFactory } from '@nestjs/core';",
      'src/tracing.ts':
        "import { NodeSDK } from '@opentelemetry/sdk-node';\nimport { HttpInstrumentation } from '@opentelemetry/instrumentation-http';\nimport { NestInstrumentation } from '@opentelemetry/instrumentation-nestjs-core';\nnew NodeSDK({ instrumentations: [new HttpInstrumentation(), new NestInstrumentation()] }).start();",
    },
  },
  S21: {
    file: 'app.py',
    files: {
      'requirements.txt': 'flask==3.0.0\nopentelemetry-distro==0.50b0\n',
      Dockerfile:
        'FROM python\nRUN pip install -r requirements.txt\nRUN opentelemetry-bootstrap -a install\nENTRYPOINT ["opentelemetry-instrument", "python", "app.py"]\n',
    },
  },
  S22: { file: 'app.py', files: { 'requirements.txt': 'flask==3.0.0\n' } },
  S23: {
    file: 'app.py',
    files: { 'requirements.txt': 'fastapi==0.110.0\nopentelemetry-instrumentation-fastapi==0.50b0\n' },
  },
  S24: {
    file: 'tasks.py',
    files: {
      'requirements.txt': 'celery==5.4.0\nopentelemetry-instrumentation-celery==0.50b0\n',
      'worker.py':
        'from opentelemetry.instrumentation.celery import CeleryInstrumentor\nCeleryInstrumentor().instrument()\n',
    },
  },
  S27: { file: 'app.py', files: { 'requirements.txt': 'opentelemetry-api==1.29.0\n' } },
  S28: { file: 'app.py', files: { 'requirements.txt': 'opentelemetry-api==1.29.0\n' } },
  S30: {
    file: 'shop/urls.py',
    files: {
      'requirements.txt': 'django==5.0.0\nopentelemetry-instrumentation-django==0.50b0\n',
      'manage.py':
        'from opentelemetry.instrumentation.django import DjangoInstrumentor\ndef main():\n    DjangoInstrumentor().instrument()\n',
    },
  },
  S31: { file: 'main.go', files: { 'go.mod': goMod() } },
  S32: { file: 'main.go', files: { 'go.mod': goMod(OTELHTTP) } },
  S33: { file: 'main.go', files: { 'go.mod': goMod('google.golang.org/grpc', OTELGRPC) } },
  S35: { file: 'main.go', files: { 'go.mod': goMod(OTELHTTP) } },
  S36: { file: 'main.go', files: { 'go.mod': goMod() } },
  S39: { file: 'main.go', files: { 'go.mod': goMod('go.opentelemetry.io/otel') } },
  S41: { file: 'main.go', files: { 'go.mod': goMod('github.com/XSAM/otelsql') } },
  S56: { file: 'main.go', files: { 'go.mod': goMod('go.opentelemetry.io/otel') } },
  S58: {
    file: 'main.go',
    files: { 'go.mod': goMod(), Makefile: 'build:\n\totelc go build -o app .\n' },
  },
  S43: {
    file: 'src/main/java/A.java',
    files: {
      'pom.xml': pom('org.springframework.boot:spring-boot-starter-web'),
      Dockerfile:
        'FROM eclipse-temurin\nENV JAVA_TOOL_OPTIONS=-javaagent:/opt/opentelemetry-javaagent.jar\nCMD ["java", "-jar", "app.jar"]\n',
    },
  },
  S44: {
    file: 'src/main/java/A.java',
    files: { 'pom.xml': pom('org.springframework.boot:spring-boot-starter-web') },
  },
  S46: {
    file: 'src/main/java/J.java',
    files: {
      'pom.xml': pom('org.springframework.boot:spring-boot-starter'),
      'run.sh': 'java -javaagent:opentelemetry-javaagent.jar -jar app.jar\n',
    },
  },
  S47: { file: 'src/main/java/A.java', files: { 'pom.xml': pom('io.opentelemetry:opentelemetry-api') } },
  S48: {
    file: 'Program.cs',
    files: {
      'shop.csproj': csproj('OpenTelemetry.Instrumentation.AspNetCore'),
      'Tracing.cs':
        'static class Tracing {\n  static void Add(IServiceCollection s) { s.AddOpenTelemetry().WithTracing(t => t.AddAspNetCoreInstrumentation()); }\n}\n',
    },
  },
  S49: { file: 'CartService.cs', files: { 'shop.csproj': csproj('Grpc.AspNetCore') } },
  S51: {
    file: 'email_server.rb',
    files: {
      Gemfile: 'gem "sinatra"\ngem "opentelemetry-sdk"\ngem "opentelemetry-instrumentation-all"\n',
      'otel.rb': 'OpenTelemetry::SDK.configure do |c|\n  c.use_all\nend\n',
    },
  },
  S53: {
    file: 'src/main.rs',
    files: { 'Cargo.toml': '[package]\nname = "shop"\n[dependencies]\naxum = "0.8"\n' },
  },
  S55: { file: 'src/app.ts', files: { 'package.json': npm(['@opentelemetry/api']) } },
};

test('every snippet has its files', () => {
  assert.deepEqual(Object.keys(CASES).sort(), snippets.map((s) => s.id).sort());
});

for (const snippet of snippets)
  test(`${snippet.id} ${snippet.lang}: ${snippet.why}`, async () => {
    const one = CASES[snippet.id];
    assert.ok(one);
    // Opt-in rules are switched on where a row expects them, and only there.
    const optIn = snippet.expect.some((e) => e.rule === 'span.error-swallowed');
    const report = await gapsOf(
      { ...one.files, [one.file]: snippet.code },
      optIn ? { rules: { 'span.error-swallowed': 'on' } } : {},
    );
    const found = report.findings
      // A service without any tracing is told once, on its manifest, beside its entry points.
      .filter((f) => f.rule !== 'setup.no-otel')
      .map((f) => ({ rule: f.rule, line: f.rule.startsWith('setup.') ? 0 : f.line, severity: f.severity }));
    assert.deepEqual(
      found.map((f) => `${f.rule}@${f.line}`).sort(),
      snippet.expect.map((e) => `${e.rule}@${e.line}`).sort(),
      JSON.stringify(report.findings, undefined, 1),
    );
    for (const { rule, severity } of snippet.expect)
      if (severity) assert.equal(found.find((f) => f.rule === rule)?.severity, severity);
    assert.equal(
      report.findings.some((f) => f.rule === 'setup.no-otel'),
      report.verdicts.some((v) => v.state === 'gap' && v.site.kind.startsWith('entry.')) &&
        report.services.every((s) => s.state === 'none'),
    );
    if (optIn) {
      const plain = await gapsOf({ ...one.files, [one.file]: snippet.code });
      assert.ok(!plain.findings.some((f) => f.rule === 'span.error-swallowed'), 'opt-in');
    }
  });
