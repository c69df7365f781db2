// How Go, Java and Kotlin services are traced, read from every kind of file that may say it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Files, gapsOf, places, setups } from '../../../../support/gap-workspace.ts';

type Case = {
  readonly title: string;
  readonly files: Files;
  readonly expect: readonly string[];
};

const GIN =
  'package main\nimport "github.com/gin-gonic/gin"\nfunc main() {\n\tr := gin.Default()\n\tr.GET("/x", h)\n\tr.Run()\n}\n';
const goApp = (code: string, more: Files = {}, modules: readonly string[] = []): Files => ({
  'main.go': code,
  'go.mod': `module shop\ngo 1.24\n${['github.com/gin-gonic/gin', ...modules].map((m) => `require ${m} v1.0.0\n`).join('')}`,
  ...more,
});
const OTELGIN = 'go.opentelemetry.io/contrib/instrumentation/github.com/gin-gonic/gin/otelgin';

const SPRING =
  'package a;\nimport org.springframework.web.bind.annotation.*;\n@RestController class A {\n  @GetMapping("/x") String x() { return "x"; }\n}\n';
const gradle = (lines: readonly string[]): string =>
  `plugins { id 'org.springframework.boot' version '3.4.0' }\ndependencies {\n  implementation 'org.springframework.boot:spring-boot-starter-web:3.4.0'\n${lines.map((l) => `  ${l}\n`).join('')}}\n`;
const spring = (lines: readonly string[], more: Files = {}): Files => ({
  'src/main/java/a/A.java': SPRING,
  'build.gradle': gradle(lines),
  ...more,
});

const NO_GO = ['setup.no-otel', 'entry.http@main.go:5'];
const NO_JAVA = ['setup.no-otel', 'entry.http@src/main/java/a/A.java:4'];
const cases: readonly Case[] = [
  { title: 'Go: nothing', files: goApp(GIN), expect: NO_GO },
  { title: 'Go: a dependency alone traces nothing', files: goApp(GIN, {}, [OTELGIN]), expect: NO_GO },
  {
    title: 'Go: middleware in another file',
    files: goApp(
      GIN,
      {
        'server/mw.go': `package server\nimport (\n\t"github.com/gin-gonic/gin"\n\t"${OTELGIN}"\n)\nfunc Use(r *gin.Engine) { r.Use(otelgin.Middleware("shop")) }\n`,
      },
      [OTELGIN],
    ),
    expect: [],
  },
  {
    title: 'Go: a traced client does not trace the server',
    files: goApp(GIN, {
      'client.go':
        'package main\nimport (\n\t"net/http"\n\t"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"\n)\nvar c = http.Client{Transport: otelhttp.NewTransport(http.DefaultTransport)}\n',
    }),
    expect: ['entry.http@main.go:5'],
  },
  {
    title: 'Go: orchestrion',
    files: goApp(GIN, { Dockerfile: 'FROM golang\nRUN orchestrion go build -o app .\n' }),
    expect: [],
  },
  {
    title: 'Go: orchestrion.tool.go',
    files: goApp(GIN, { 'orchestrion.tool.go': '//go:build tools\npackage tools\n' }),
    expect: [],
  },
  {
    title: 'Go: Datadog middleware',
    files: goApp(
      GIN.replace('\tr.GET', '\tr.Use(gintrace.Middleware("shop"))\n\tr.GET').replace(
        'import "github.com/gin-gonic/gin"',
        'import (\n\t"github.com/gin-gonic/gin"\n\tgintrace "github.com/DataDog/dd-trace-go/contrib/gin-gonic/gin/v2"\n)',
      ),
    ),
    expect: [],
  },
  { title: 'Java: nothing', files: spring([]), expect: NO_JAVA },
  {
    title: 'Java: Micrometer',
    files: spring(["implementation 'io.micrometer:micrometer-tracing-bridge-otel:1.4.0'"]),
    expect: [],
  },
  {
    title: 'Java: Zipkin starter',
    files: spring(["implementation 'org.springframework.boot:spring-boot-starter-zipkin:4.0.0'"]),
    expect: [],
  },
  {
    title: 'Java: the starter of OpenTelemetry',
    files: spring([
      "implementation 'io.opentelemetry.instrumentation:opentelemetry-spring-boot-starter:2.10.0'",
    ]),
    expect: [],
  },
  {
    title: 'Java: agent in compose',
    files: spring([], {
      'compose.yaml':
        'services:\n  shop:\n    build: .\n    environment:\n      JAVA_TOOL_OPTIONS: -javaagent:/opt/opentelemetry-javaagent.jar\n',
    }),
    expect: [],
  },
  {
    title: 'Java: agent of another vendor in a Procfile',
    files: spring([], { Procfile: 'web: java -javaagent:newrelic/newrelic.jar -jar app.jar\n' }),
    expect: [],
  },
  {
    title: 'Java: an agent named by a variable may be anything',
    files: spring([], { 'run.sh': 'java -javaagent:$AGENT -jar app.jar\n' }),
    expect: [],
  },
  {
    title: 'Java: the module is switched off',
    files: spring([], {
      Dockerfile:
        'FROM java\nENV JAVA_TOOL_OPTIONS=-javaagent:opentelemetry-javaagent.jar\nENV OTEL_SDK_DISABLED=true\nCMD ["java", "-jar", "a.jar"]\n',
    }),
    expect: ['setup.disabled'],
  },
  {
    title: 'Java: the agent is copied into the image, and nothing loads it',
    files: spring([], {
      Dockerfile: 'FROM java\nCOPY opentelemetry-javaagent.jar /opt/\nCMD ["java", "-jar", "a.jar"]\n',
    }),
    expect: ['setup.not-enabled'],
  },
  {
    title: 'Java: New Relic for tests only does not count',
    files: spring(["testImplementation 'io.micrometer:micrometer-tracing-bridge-otel:1.4.0'"]),
    expect: NO_JAVA,
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
