import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkedPlan, textAfter } from '../../../../../src/core/gaps/fixes/check-plan.ts';
import type { FixProject } from '../../../../../src/core/gaps/fixes/fix-plan.ts';
import { apiDependency } from '../../../../../src/core/gaps/fixes/install/api-dependency.ts';
import { planInstall } from '../../../../../src/core/gaps/fixes/plan-install.ts';

type Files = Readonly<Record<string, string>>;

const project = (family: FixProject['family'], files: Files, more: Partial<FixProject> = {}): FixProject => ({
  read: (path) => files[path],
  root: '',
  manifest: Object.keys(files)[0] ?? '',
  family,
  service: 'shop',
  esm: false,
  remedies: [],
  files: Object.keys(files),
  ...more,
});

type Done = { readonly files: Files; readonly notes: readonly string[]; readonly command: string };

function installed(family: FixProject['family'], files: Files, more: Partial<FixProject> = {}): Done {
  const outcome = planInstall(project(family, files, more));
  if ('refused' in outcome) throw new Error(outcome.refused);
  return {
    files: Object.fromEntries(
      outcome.edits.map((e) => [e.path, textAfter(e, files[e.path]) ?? 'cannot be applied']),
    ),
    notes: outcome.notes,
    command: outcome.command?.line ?? '',
  };
}

test('npm: dependencies, a file that starts the SDK, and every way the service is started', () => {
  const { files, command, notes } = installed('js', {
    'package.json': `{
  "name": "shop",
  "scripts": {
    "start": "node server.js",
    "dev": "cross-env PORT=1 node --watch server.js",
    "test": "node --test"
  },
  "dependencies": {
    "express": "^4.0.0"
  }
}
`,
    'pnpm-lock.yaml': '',
    Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n',
  });
  assert.equal(
    files['package.json'],
    `{
  "name": "shop",
  "scripts": {
    "start": "node --require ./instrumentation.cjs server.js",
    "dev": "cross-env PORT=1 node --require ./instrumentation.cjs --watch server.js",
    "test": "node --test"
  },
  "dependencies": {
    "@opentelemetry/api": "^1.9.0",
    "@opentelemetry/auto-instrumentations-node": ">=0.60.0 <1",
    "@opentelemetry/sdk-node": ">=0.200.0 <1",
    "express": "^4.0.0"
  }
}
`,
  );
  assert.match(
    files['instrumentation.cjs'] ?? '',
    /require\('@opentelemetry\/sdk-node'\)[\s\S]*?\?\? 'shop'[\s\S]*sdk\.start\(\)/,
  );
  assert.equal(
    files.Dockerfile,
    'FROM node:24\nCOPY . .\nCMD ["node", "--require", "./instrumentation.cjs", "server.js"]\n',
  );
  assert.equal(command, 'pnpm install');
  assert.deepEqual(notes, ['The file has to be in the image: see that the Dockerfile copies it.']);
});

test('npm: ES modules need the loader hook; an SDK that is there is only switched on', () => {
  const esm = installed(
    'js',
    { 'api/package.json': '{"scripts":{"start":"node src/main.js"}}', 'yarn.lock': '' },
    { root: 'api', esm: true },
  );
  assert.match(esm.files['api/package.json'] ?? '', /node --import \.\/instrumentation\.mjs src\/main\.js/);
  assert.match(
    esm.files['api/instrumentation.mjs'] ?? '',
    /register\('@opentelemetry\/instrumentation\/hook\.mjs', import\.meta\.url\)/,
  );
  assert.equal(esm.command, 'yarn install');
  const there = installed('js', {
    'package.json':
      '{"scripts":{"start":"node a.js"},"dependencies":{"@opentelemetry/api":"1","@opentelemetry/auto-instrumentations-node":"1","@opentelemetry/sdk-node":"1"}}',
    'src/tracing.js': 'new NodeSDK({})',
  });
  assert.deepEqual(Object.keys(there.files), ['package.json']);
  assert.match(there.files['package.json'] ?? '', /"start":"node --require \.\/src\/tracing\.js a\.js"/);
  assert.equal(there.command, '');
});

test('npm: Next.js looks for its file itself', () => {
  const { files } = installed('js', {
    'package.json': '{\n  "dependencies": {\n    "next": "15"\n  }\n}\n',
    'tsconfig.json': '{}',
    'src/app/page.tsx': '',
  });
  assert.deepEqual(Object.keys(files), ['package.json', 'src/instrumentation.ts']);
  assert.match(files['src/instrumentation.ts'] ?? '', /registerOTel\(\{ serviceName: 'shop' \}\)/);
});

test('Python: requirements and the command of the image', () => {
  const { files, command } = installed('python', {
    'requirements.txt': 'flask==3.0\nredis\n',
    Dockerfile: 'FROM python:3\nENTRYPOINT ["gunicorn", "app:app"]\n',
  });
  assert.equal(
    files['requirements.txt'],
    'flask==3.0\nredis\nopentelemetry-distro\nopentelemetry-exporter-otlp\nopentelemetry-instrumentation-flask\nopentelemetry-instrumentation-redis\n',
  );
  assert.equal(
    files.Dockerfile,
    'FROM python:3\nENTRYPOINT ["opentelemetry-instrument", "gunicorn", "app:app"]\n',
  );
  assert.equal(command, 'pip install -r requirements.txt');
});

test('Python: pyproject of uv and of poetry, and a module that is imported first', () => {
  const uv = installed('python', {
    'pyproject.toml':
      '[project]\nname = "shop"\ndependencies = [\n    "fastapi[standard]>=0.1",\n]\n\n[tool.x]\n',
    'uv.lock': '',
    'main.py': '"""Shop."""\nfrom __future__ import annotations\nimport fastapi\n',
  });
  assert.equal(
    uv.files['pyproject.toml'],
    `[project]
name = "shop"
dependencies = [
    "fastapi[standard]>=0.1",
    "opentelemetry-distro",
    "opentelemetry-exporter-otlp",
    "opentelemetry-instrumentation-fastapi",
]

[tool.x]
`,
  );
  assert.equal(
    uv.files['main.py'],
    '"""Shop."""\nfrom __future__ import annotations\nimport tracing_setup  # noqa: F401, I001  (first: it patches what comes after)\nimport fastapi\n',
  );
  assert.match(uv.files['tracing_setup.py'] ?? '', /FastAPIInstrumentor\(\)\.instrument\(\)/);
  assert.equal(uv.command, 'uv sync');
  const poetry = installed('python', {
    'pyproject.toml': '[tool.poetry.dependencies]\npython = "^3.11"\n\n[tool.poetry.group.dev]\n',
    'poetry.lock': '',
    Procfile: 'web: uvicorn app:app\n',
  });
  assert.equal(
    poetry.files['pyproject.toml'],
    '[tool.poetry.dependencies]\npython = "^3.11"\nopentelemetry-distro = "*"\nopentelemetry-exporter-otlp = "*"\n\n[tool.poetry.group.dev]\n',
  );
  assert.equal(poetry.files.Procfile, 'web: opentelemetry-instrument uvicorn app:app\n');
  assert.equal(poetry.command, 'poetry lock && poetry install');
});

test('Go: modules, wiring where servers and routers are made, and the SDK', () => {
  const { files, command } = installed('go', {
    'go.mod': 'module shop\n\ngo 1.25\n\nrequire (\n\tgoogle.golang.org/grpc v1.70.0\n)\n',
    'main.go': `package main

import (
	"net/http"

	"google.golang.org/grpc"
)

func main() {
	mux := http.NewServeMux()
	srv := grpc.NewServer()
	http.ListenAndServe(":80", mux)
}
`,
  });
  assert.equal(
    files['go.mod'],
    `module shop

go 1.25

require (
	go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc v0.63.0
	go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp v0.63.0
	go.opentelemetry.io/otel v1.38.0
	go.opentelemetry.io/otel/sdk v1.38.0
	go.opentelemetry.io/otel/exporters/otlp/otlptrace/otlptracehttp v1.38.0
	google.golang.org/grpc v1.70.0
)
`,
  );
  assert.equal(
    files['main.go'],
    `package main

import (
	"net/http"

	"google.golang.org/grpc"
	"go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc"
	"go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp"
)

func main() {
	defer setupTracing()()

	mux := http.NewServeMux()
	srv := grpc.NewServer(grpc.StatsHandler(otelgrpc.NewServerHandler()))
	http.ListenAndServe(":80", otelhttp.NewHandler(mux, "server"))
}
`,
  );
  assert.match(files['tracing.go'] ?? '', /attribute\.String\("service\.name", "shop"\)/);
  assert.equal(command, 'go mod tidy');
});

test('Maven and Gradle: the starter of Spring Boot; the agent for everything else', () => {
  const pom = installed('jvm', {
    'pom.xml': `<project>
  <build><plugins><plugin><dependencies><dependency/></dependencies></plugin></plugins></build>
  <dependencies>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-web</artifactId>
    </dependency>
  </dependencies>
</project>
`,
  });
  assert.equal(
    pom.files['pom.xml'],
    `<project>
  <build><plugins><plugin><dependencies><dependency/></dependencies></plugin></plugins></build>
  <dependencyManagement>
    <dependencies>
      <dependency>
        <groupId>io.opentelemetry.instrumentation</groupId>
        <artifactId>opentelemetry-instrumentation-bom</artifactId>
        <version>2.20.1</version>
        <type>pom</type>
        <scope>import</scope>
      </dependency>
    </dependencies>
  </dependencyManagement>
  <dependencies>
    <dependency>
      <groupId>io.opentelemetry.instrumentation</groupId>
      <artifactId>opentelemetry-spring-boot-starter</artifactId>
    </dependency>
    <dependency>
      <groupId>org.springframework.boot</groupId>
      <artifactId>spring-boot-starter-web</artifactId>
    </dependency>
  </dependencies>
</project>
`,
  );
  const gradle = installed('jvm', {
    'build.gradle.kts':
      'plugins {\n    id("org.springframework.boot")\n}\n\ndependencies {\n    implementation("a:b:1")\n}\n',
  });
  assert.match(
    gradle.files['build.gradle.kts'] ?? '',
    /dependencies \{\n {4}implementation\(platform\("io\.opentelemetry\.instrumentation:opentelemetry-instrumentation-bom:[\d.]+"\)\)\n {4}implementation\("io\.opentelemetry\.instrumentation:opentelemetry-spring-boot-starter"\)\n {4}implementation\("a:b:1"\)/,
  );
  const plain = installed('jvm', {
    'pom.xml': '<project/>',
    Dockerfile: 'FROM jre\nCOPY app.jar .\nENTRYPOINT ["java", "-jar", "app.jar"]\n',
  });
  assert.match(
    plain.files.Dockerfile ?? '',
    /ADD --chmod=644 https:\S+opentelemetry-javaagent\.jar \/opt\/opentelemetry-javaagent\.jar\nENV JAVA_TOOL_OPTIONS="-javaagent:\/opt\/opentelemetry-javaagent\.jar"\nENV OTEL_SERVICE_NAME="shop"\nENTRYPOINT/,
  );
  assert.match(
    String((planInstall(project('jvm', { 'pom.xml': '<project/>' })) as { refused?: string }).refused),
    /^No Dockerfile starts it/,
  );
});

test('.NET: package references and the provider', () => {
  const { files } = installed('dotnet', {
    'Shop.csproj':
      '<Project Sdk="Microsoft.NET.Sdk.Web">\n  <ItemGroup>\n    <PackageReference Include="Npgsql" Version="8.0.0" />\n  </ItemGroup>\n</Project>\n',
    'Program.cs':
      'using A;\n\nvar builder = WebApplication.CreateBuilder(args);\nvar app = builder.Build();\n',
  });
  assert.equal(
    files['Shop.csproj'],
    `<Project Sdk="Microsoft.NET.Sdk.Web">
  <ItemGroup>
    <PackageReference Include="Npgsql" Version="8.0.0" />
    <PackageReference Include="OpenTelemetry.Extensions.Hosting" Version="1.*" />
    <PackageReference Include="OpenTelemetry.Exporter.OpenTelemetryProtocol" Version="1.*" />
    <PackageReference Include="OpenTelemetry.Instrumentation.AspNetCore" Version="1.*" />
    <PackageReference Include="OpenTelemetry.Instrumentation.Http" Version="1.*" />
    <PackageReference Include="Npgsql.OpenTelemetry" Version="8.*" />
  </ItemGroup>
</Project>
`,
  );
  assert.equal(
    files['Program.cs'],
    `using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Npgsql;
using A;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddOpenTelemetry()
    .ConfigureResource(resource => resource.AddService("shop"))
    .WithTracing(tracing => tracing
        .AddAspNetCoreInstrumentation()
        .AddHttpClientInstrumentation()
        .AddNpgsql()
        .AddOtlpExporter());
var app = builder.Build();
`,
  );
});

test('code that names the API brings it into the manifest', () => {
  const after = (family: FixProject['family'], files: Files) => {
    const plan = apiDependency(project(family, files));
    const edit = plan?.edits[0];
    return edit ? textAfter(edit, files[edit.path]) : undefined;
  };
  assert.equal(
    after('js', { 'package.json': '{\n  "dependencies": {}\n}\n' }),
    '{\n  "dependencies": {\n    "@opentelemetry/api": "^1.9.0"\n  }\n}\n',
  );
  assert.equal(after('js', { 'package.json': '{"dependencies":{"@opentelemetry/api":"1"}}' }), undefined);
  assert.equal(
    after('rust', { 'Cargo.toml': '[package]\n\n[dependencies]\naxum = "0.8"\n' }),
    '[package]\n\n[dependencies]\ntracing = "0.1"\naxum = "0.8"\n',
  );
  assert.match(
    after('go', { 'go.mod': 'module x\n' }) ?? '',
    /require \(\n\tgo\.opentelemetry\.io\/otel v\S+\n\tgo\.opentelemetry\.io\/otel\/trace v\S+\n\)/,
  );
});

test('a plan that would break the code is refused, and so is one for a file that changed', () => {
  const errors = (_: string, text: string) => text.split('(').length - text.split(')').length;
  const plan = (text: string) => ({ edits: [{ path: 'a', edits: [{ start: 0, end: 0, text }] }], notes: [] });
  assert.match(
    String((checkedPlan(plan('('), () => 'x', errors) as { refused?: string }).refused),
    /would not parse/,
  );
  assert.ok('edits' in checkedPlan(plan('()'), () => '((', errors));
  const gone = {
    edits: [
      {
        path: 'a',
        edits: [
          { start: 5, end: 6, text: '' },
          { start: 0, end: 6, text: '' },
        ],
      },
    ],
    notes: [],
  };
  assert.match(
    String((checkedPlan(gone, () => 'x', errors) as { refused?: string }).refused),
    /changed in the meantime/,
  );
});
