import assert from 'node:assert/strict';
import { test } from 'node:test';
import { findPrograms } from '../../../../src/core/sending/find-programs.ts';
import { sendingGuide } from '../../../../src/core/sending/guide.ts';

const STANDARD = { http: 4318, grpc: 4317 };
const file = (path: string, text?: unknown) => ({
  path,
  text: text === undefined || typeof text === 'string' ? text : JSON.stringify(text),
});

const guide = (
  files: readonly ReturnType<typeof file>[],
  ports = STANDARD,
  shell: 'posix' | 'powershell' = 'posix',
) => sendingGuide(findPrograms(files, 'shop'), ports, shell);
const codes = (...given: Parameters<typeof guide>) => guide(...given)[0]?.steps.map((step) => step.code);

test('a Node project is started as it always is, with the instrumentation', () => {
  assert.deepEqual(codes([file('package.json', { name: '@shop/cart', scripts: { start: 'node .' } })]), [
    'npm install @opentelemetry/api @opentelemetry/auto-instrumentations-node',
    'OTEL_SERVICE_NAME=cart NODE_OPTIONS="--require @opentelemetry/auto-instrumentations-node/register" npm start',
  ]);
  assert.deepEqual(
    codes([file('package.json', { type: 'module', main: 'src/index.js' }), file('pnpm-lock.yaml')]),
    [
      'pnpm add @opentelemetry/api @opentelemetry/instrumentation @opentelemetry/auto-instrumentations-node',
      'OTEL_SERVICE_NAME=shop node --experimental-loader=@opentelemetry/instrumentation/hook.mjs --import @opentelemetry/auto-instrumentations-node/register src/index.js',
    ],
  );
});

test('a manifest that is no JSON is still a Node project', () => {
  assert.equal(codes([file('package.json', '{ oops')])?.length, 2);
});

test('Python: plain, Django, uv', () => {
  assert.deepEqual(
    codes([file('requirements.txt'), file('main.py')])?.at(-1),
    'OTEL_SERVICE_NAME=shop opentelemetry-instrument python main.py',
  );
  assert.match(codes([file('manage.py')])?.at(-1) ?? '', /python manage\.py runserver --noreload$/);
  assert.match(codes([file('pyproject.toml'), file('uv.lock')])?.[0] ?? '', /^uv add opentelemetry-distro /);
});

test('another port than the standard one is named, by the protocol the SDK uses by itself', () => {
  assert.equal(
    codes([file('go.mod', 'module example.com/shop/v2\n')], { http: 14318, grpc: 4317 })?.at(-1),
    'OTEL_SERVICE_NAME=shop OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:14318 OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf go run .',
  );
  // Python's default is gRPC, .NET's too.
  assert.doesNotMatch(
    codes([file('main.py'), file('setup.py')], { http: 14318, grpc: 4317 })?.at(-1) ?? '',
    /ENDPOINT/,
  );
  assert.match(
    codes([file('Shop.csproj')], { http: 4318, grpc: 14317 })?.at(-1) ?? '',
    /ENDPOINT=http:\/\/127.0.0.1:4318/,
  );
});

test('PowerShell sets variables its own way', () => {
  assert.equal(
    codes([file('Shop.csproj')], STANDARD, 'powershell')?.at(-1),
    '$env:OTEL_SERVICE_NAME = "Shop"; dotnet run',
  );
});

test('each language once, the nearest to the top first', () => {
  const sections = guide([
    file('services/deep/cart/package.json', { name: 'deep', scripts: { start: 'x' } }),
    file('services/cart/package.json', { name: 'cart', scripts: { start: 'x' } }),
    file('services/web/package.json', { name: 'web' }),
    file('pom.xml'),
    file('services/pay/composer.json'),
    file('services/pay/artisan'),
    file('tools/Gemfile'),
  ]);
  assert.deepEqual(
    sections.map((s) => [s.title, s.folder]),
    [
      ['Java and Kotlin', ''],
      ['Ruby', 'tools'],
      ['Node.js', 'services/cart'],
      ['PHP', 'services/pay'],
    ],
  );
  assert.ok(sections.every((s) => s.steps.length >= 2 && s.steps.every((step) => step.code !== '')));
});

test('a workspace without programs has no sections', () => {
  assert.deepEqual(guide([file('main.py'), file('yarn.lock')]), []);
});

test('names that a shell would take apart are made safe', () => {
  assert.match(
    codes([file('package.json', { name: 'a;rm -rf $HOME' })])?.at(-1) ?? '',
    /^OTEL_SERVICE_NAME=a-rm--rf-HOME /,
  );
  const main = codes([file('package.json', { main: 'x.js; rm -rf ~' })])?.at(-1) ?? '';
  assert.doesNotMatch(main, /; rm/);
});
