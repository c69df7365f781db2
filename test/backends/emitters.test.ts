// What the emitted span processors note, with the real SDKs: each program is installed once into the cache, with the
// processor written where its project says, and what it noted must lead to the line that started the span.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { cpSync, globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import { mapFiles } from '../../src/cli/map-command.ts';
import { describeProject } from '../../src/core/emitters/describe-project.ts';
import { emit } from '../../src/core/emitters/emit.ts';
import { tempDir } from '../support/temp-dir.ts';
import { installProgram, type Recipe } from './clients/install.ts';
import { command } from './servers/command.ts';

type Program = {
  readonly language: string;
  readonly manifest: string;
  readonly emitted: string;
  readonly recipe: Recipe;
  /** Further forms of the same file, each run once: file and how it is asked for. */
  readonly variants?: Readonly<Record<string, 'typescript' | 'commonjs'>>;
  /** Span name to file, text on the line that starts it, and the function as the runtime calls it. */
  readonly noted: Readonly<Record<string, readonly [string, string, string | undefined]>>;
  /** Spans that must be left alone. */
  readonly bare: readonly string[];
};

const python = (dir: string) => path.join(dir, '.venv/bin/python');

const programs: readonly Program[] = [
  {
    language: 'node',
    manifest: 'package.json',
    emitted: 'src/code-attributes.js',
    variants: { 'src/code-attributes.ts': 'typescript', 'src/code-attributes.cjs': 'commonjs' },
    recipe: {
      tool: ['npm', '--version'],
      install: (cwd) =>
        command('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
          cwd,
        }),
      run: (dir) => [process.execPath, path.join(dir, 'src/program.js')],
    },
    noted: {
      'in a method': ['src/program.js', "'in a method'", 'Orders.place'],
      'after an await': ['src/program.js', "'after an await'", 'Orders.load'],
      'in a callback': ['src/program.js', "'in a callback'", undefined],
      'of a client': ['src/program.js', "'of a client'", undefined],
    },
    bare: ['of a request', 'of a framework'],
  },
  {
    language: 'python',
    manifest: 'requirements.txt',
    emitted: 'shop/code_attributes.py',
    recipe: {
      tool: ['python3', '--version'],
      install: async (cwd) => {
        await command('python3', ['-m', 'venv', '.venv'], { cwd });
        await command(python(cwd), ['-m', 'pip', 'install', '--quiet', '-r', 'requirements.txt'], { cwd });
      },
      run: (dir) => ['sh', '-c', 'cd "$0" && exec .venv/bin/python -m shop.program', dir],
    },
    noted: {
      'in a method': ['shop/program.py', '"in a method"', 'Orders.place'],
      'by a decorator': ['shop/program.py', 'Orders().load()', 'main'],
      'in a closure': ['shop/program.py', '"in a closure"', 'price.<locals>.one'],
      'of a client': ['shop/program.py', '"of a client"', 'main'],
    },
    bare: ['of a request', 'of a framework'],
  },
  {
    language: 'go',
    manifest: 'go.mod',
    emitted: 'internal/codeattributes/codeattributes.go',
    recipe: {
      tool: ['go', 'version'],
      install: (cwd) =>
        command('go', ['build', '-o', 'program', '.'], {
          cwd,
          env: { CGO_ENABLED: '0', GOFLAGS: '-mod=mod -buildvcs=false', GOWORK: 'off' },
        }),
      run: (dir) => [path.join(dir, 'program')],
    },
    noted: {
      'in a method': ['orders/orders.go', '"in a method"', 'example.test/shop/orders.(*Service).Place'],
      'in a closure': [
        'orders/orders.go',
        '"in a closure"',
        'example.test/shop/orders.(*Service).Each.func1',
      ],
      'of a client': ['main.go', '"of a client"', 'main.main'],
    },
    bare: ['of a request'],
  },
  {
    language: 'java',
    manifest: 'pom.xml',
    emitted: 'src/main/java/com/acme/shop/CodeAttributesSpanProcessor.java',
    recipe: {
      tool: ['mvn', '--version'],
      install: async (cwd) => {
        await command('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=lib'], { cwd });
        const sources = globSync('src/main/java/**/*.java', { cwd });
        await command('javac', ['-cp', 'lib/*', '-d', 'classes', ...sources], { cwd });
      },
      run: (dir) => [
        'java',
        '-cp',
        `${path.join(dir, 'lib')}/*:${path.join(dir, 'classes')}`,
        'com.acme.shop.Program',
      ],
    },
    noted: {
      'in a method': ['com/acme/shop/Orders.java', '"in a method"', 'com.acme.shop.Orders.place'],
      'in a lambda': ['com/acme/shop/Orders.java', '"in a lambda"', 'com.acme.shop.Orders.lambda$each$0'],
      'in a nested class': [
        'com/acme/shop/Orders.java',
        '"in a nested class"',
        'com.acme.shop.Orders$Draft.save',
      ],
      'of a client': ['com/acme/shop/Program.java', '"of a client"', 'com.acme.shop.Program.main'],
    },
    bare: ['of a request'],
  },
];

type Said = {
  readonly spans: readonly { readonly name: string; readonly attributes: Record<string, string | number> }[];
  readonly costNs: number;
};

for (const { language, manifest, emitted, recipe, variants = {}, noted, bare } of programs)
  test(`the ${language} processor notes the line that starts a span`, async (t) => {
    const source = path.join(import.meta.dirname, 'emitters', language);
    const dir = tempDir(t);
    cpSync(source, dir, { recursive: true });
    const files = globSync('**/*.*', { cwd: dir });
    const text = readFileSync(path.join(dir, manifest), 'utf8');
    const project = describeProject({ name: manifest, text }, language, files);
    assert.ok(project);
    const emission = emit(project);
    assert.equal(emission.path, emitted);
    mkdirSync(path.dirname(path.join(dir, emitted)), { recursive: true });
    writeFileSync(path.join(dir, emitted), emission.text);
    for (const [file, modules] of Object.entries(variants))
      writeFileSync(path.join(dir, file), emit({ ...project, modules }).text);

    const installed = await installProgram(`emitter-${language}`, dir, recipe);
    if (installed.missing !== undefined) {
      console.log(`NOT RUN: the ${language} processor: ${installed.missing}`);
      t.skip(installed.missing);
      return;
    }
    const [program = '', ...args] = installed.run;
    const { stdout } = await promisify(execFile)(program, args);
    const { spans, costNs } = JSON.parse(stdout) as Said;
    for (const file of Object.keys(variants)) {
      const again = await promisify(execFile)(program, [...args, `./${path.basename(file)}`]);
      assert.deepEqual((JSON.parse(again.stdout) as Said).spans, spans, file);
    }
    console.log(`The ${language} processor costs ${(costNs / 1000).toFixed(1)} microseconds a span here.`);

    const own = (name: string) => spans.find((span) => span.name === name)?.attributes ?? {};
    const places = new Map<string, string>();
    for (const [name, [file, start, called]] of Object.entries(noted)) {
      const attributes = own(name);
      const [real = ''] = globSync(`**/${file}`, { cwd: dir, exclude: ['**/node_modules/**'] });
      const line =
        1 +
        readFileSync(path.join(dir, real), 'utf8')
          .split('\n')
          .findIndex((l) => l.includes(start));
      places.set(name, `${real}:${line}`);
      assert.ok(
        String(attributes['code.file.path']).endsWith(`/${file}`) || attributes['code.file.path'] === file,
        name,
      );
      assert.equal(attributes['code.line.number'], line, name);
      const said = attributes['code.function.name'];
      assert.equal(language === 'python' ? String(said).replace(/^shop\.program\./, '') : said, called, name);
    }
    for (const name of bare) assert.deepEqual(own(name), {}, name);
    assert.equal(Object.keys(own('said already')).length, 1);
    await mapsTo(dir, language, spans, places);
  });

const SDK: Readonly<Record<string, string>> = { node: 'nodejs' };

/** The point of it: `spanlight map` opens those lines, and is sure. */
async function mapsTo(
  dir: string,
  language: string,
  spans: Said['spans'],
  places: ReadonlyMap<string, string>,
): Promise<void> {
  const text = (key: string, value: string) => ({ key, value: { stringValue: value } });
  const traces = path.join(dir, 'traces.json');
  const sent = spans.map(({ name, attributes }, i) => ({
    traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
    spanId: (i + 1).toString(16).padStart(16, '0'),
    name,
    kind: 1,
    startTimeUnixNano: '1700000000000000000',
    endTimeUnixNano: '1700000000000900000',
    attributes: Object.entries(attributes).map(([key, value]) => text(key, String(value))),
  }));
  const resource = [text('service.name', 'shop'), text('telemetry.sdk.language', SDK[language] ?? language)];
  const resourceSpans = [
    { resource: { attributes: resource }, scopeSpans: [{ scope: { name: 'other' }, spans: sent }] },
  ];
  writeFileSync(traces, JSON.stringify({ resourceSpans }));
  const mapped = await mapFiles({ folders: [dir], traces: [traces], signal: new AbortController().signal });
  for (const [name, place] of places) {
    const result = mapped.find((one) => one.name === name)?.result;
    assert.equal(`${result?.file}:${result?.line}`, place, `${name} ${JSON.stringify(result)}`);
    assert.notEqual(result?.confidence, 'guess', name);
  }
}
