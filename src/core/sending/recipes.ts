import type { Variable } from './exporter-environment.ts';
import type { SendingLanguage, SendingProgram, Shell } from './sending-program.ts';

/** `run`: it starts the program, so it takes the variables; `env` are more of them. */
export type Part = {
  readonly text: string;
  readonly code: string;
  readonly run?: boolean;
  readonly env?: readonly Variable[];
};

type Recipe = {
  readonly title: string;
  /** What the SDK sends by when nothing is set. */
  readonly protocol: 'http' | 'grpc';
  readonly steps: (program: SendingProgram, shell: Shell) => readonly Part[];
};

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
/** Without it what ES modules import is not instrumented. */
const HOOK = '@opentelemetry/instrumentation/hook.mjs';
const AGENT = 'opentelemetry-javaagent.jar';
const AGENT_URL =
  'https://github.com/open-telemetry/opentelemetry-java-instrumentation/releases/latest/download';

/** Each as its language's own documentation has it; the shortest way to a first trace, without a change where possible. */
export const RECIPES: Readonly<Record<SendingLanguage, Recipe>> = {
  node: {
    title: 'Node.js',
    protocol: 'http',
    steps: ({ install = 'npm install', start, esModules }) => {
      const flag = esModules ? `--experimental-loader=${HOOK} --import ${REGISTER}` : `--require ${REGISTER}`;
      const packages = ['@opentelemetry/api', ...(esModules ? ['@opentelemetry/instrumentation'] : [])];
      const script = start !== undefined && !start.startsWith('node ');
      return [
        {
          text: 'Add the instrumentation of the usual libraries.',
          code: `${install} ${packages.join(' ')} @opentelemetry/auto-instrumentations-node`,
        },
        script
          ? { text: 'Start with it.', code: start, run: true, env: [{ name: 'NODE_OPTIONS', value: flag }] }
          : { text: 'Start with it.', code: `node ${flag} ${start?.slice(5) ?? 'app.js'}`, run: true },
      ];
    },
  },
  python: {
    title: 'Python',
    protocol: 'grpc',
    steps: ({ install = 'pip install', start = 'app.py' }) => {
      const uv = install.startsWith('uv ');
      return [
        {
          text: 'Add OpenTelemetry.',
          code: `${install} opentelemetry-distro opentelemetry-exporter-otlp`,
        },
        {
          text: 'Add the instrumentation of the libraries that are installed.',
          code: uv
            ? 'uv run opentelemetry-bootstrap -a requirements | uv add --requirement -'
            : 'opentelemetry-bootstrap -a install',
        },
        {
          text: 'Start with it.',
          code: `${uv ? 'uv run ' : ''}opentelemetry-instrument python ${start}`,
          run: true,
        },
      ];
    },
  },
  java: {
    title: 'Java and Kotlin',
    protocol: 'http',
    steps: ({ start = 'app.jar' }, shell) => [
      {
        text: 'Get the agent.',
        code: `${shell === 'posix' ? 'curl' : 'curl.exe'} -LO ${AGENT_URL}/${AGENT}`,
      },
      { text: 'Start with it.', code: `java -javaagent:${AGENT} -jar ${start}`, run: true },
    ],
  },
  go: {
    title: 'Go',
    protocol: 'http',
    steps: ({ start = '.' }) => [
      {
        text: 'Add the SDK, the exporter and the instrumentation of net/http.',
        code: 'go get go.opentelemetry.io/otel/sdk go.opentelemetry.io/contrib/exporters/autoexport go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp',
      },
      { text: 'Set it up first thing in main.', code: GO },
      { text: 'Start.', code: `go run ${start}`, run: true },
    ],
  },
  dotnet: {
    title: '.NET',
    protocol: 'grpc',
    steps: () => [
      {
        text: 'Add OpenTelemetry.',
        code: [
          'dotnet add package OpenTelemetry.Extensions.Hosting',
          'dotnet add package OpenTelemetry.Instrumentation.AspNetCore',
          'dotnet add package OpenTelemetry.Instrumentation.Http',
          'dotnet add package OpenTelemetry.Exporter.OpenTelemetryProtocol',
        ].join('\n'),
      },
      { text: 'Set it up in Program.cs.', code: DOTNET },
      { text: 'Start.', code: 'dotnet run', run: true },
    ],
  },
  ruby: {
    title: 'Ruby',
    protocol: 'http',
    steps: ({ start = 'ruby app.rb' }) => [
      {
        text: 'Add OpenTelemetry.',
        code: 'bundle add opentelemetry-sdk opentelemetry-exporter-otlp opentelemetry-instrumentation-all',
      },
      { text: 'Set it up before the program does anything else.', code: RUBY },
      { text: 'Start.', code: `bundle exec ${start}`, run: true },
    ],
  },
  php: {
    title: 'PHP',
    protocol: 'http',
    steps: ({ start = '-S localhost:8080' }) => [
      { text: 'Add the extension, and name it in php.ini.', code: 'pecl install opentelemetry' },
      {
        text: "Add the SDK; your framework's instrumentation is a package of its own.",
        code: 'composer require open-telemetry/sdk open-telemetry/exporter-otlp php-http/guzzle7-adapter',
      },
      {
        text: 'Start.',
        code: `php ${start}`,
        run: true,
        env: [{ name: 'OTEL_PHP_AUTOLOAD_ENABLED', value: 'true' }],
      },
    ],
  },
};

const GO = `exporter, err := autoexport.NewSpanExporter(ctx)
if err != nil {
	log.Fatal(err)
}
provider := trace.NewTracerProvider(trace.WithBatcher(exporter))
defer provider.Shutdown(ctx)
otel.SetTracerProvider(provider)

http.ListenAndServe(":8080", otelhttp.NewHandler(mux, "server"))`;

const DOTNET = `builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing
    .AddAspNetCoreInstrumentation()
    .AddHttpClientInstrumentation()
    .AddOtlpExporter());`;

const RUBY = `require 'opentelemetry/sdk'
require 'opentelemetry/instrumentation/all'
OpenTelemetry::SDK.configure(&:use_all)`;
