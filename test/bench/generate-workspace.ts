// A workspace of any number of files: seeded, so that every run has the same bytes. Sizes, languages and the share of
// files with routes, spans and statements follow what large repositories have.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

type Random = (n: number) => number;

export type GeneratedWorkspace = { readonly files: number; readonly bytes: number };

const WORDS =
  'order cart user price stock invoice ledger report quota batch token route agent queue shard block event label group merge cache index store field layer point scope frame chart match panel input proxy audit claim draft entry grant issue limit media offer party quote range ratio retry score shift slice stage state topic total trace trend value batch'.split(
    ' ',
  );

/** Share of each language by files, in percent; the rest are data and text files. */
const MIX: readonly (readonly [
  extension: string,
  percent: number,
  write: (r: Random, id: number) => string,
])[] = [
  ['ts', 24, typescript],
  ['tsx', 6, typescript],
  ['js', 8, javascript],
  ['py', 16, python],
  ['go', 14, go],
  ['java', 16, java],
  ['cs', 8, csharp],
  ['json', 5, data],
  ['md', 3, prose],
];

export function generateWorkspace(dir: string, files: number, seed = 1): GeneratedWorkspace {
  const random = randomOf(seed);
  let bytes = 0;
  for (let id = 0; id < files; id++) {
    const folder = `services/s${id % 199}/${pick(random, WORDS)}/${pick(random, WORDS)}${random(12)}`;
    const [extension, write] = languageFor(random(100));
    const text = write(random, id);
    const target = path.join(dir, folder);
    mkdirSync(target, { recursive: true });
    writeFileSync(path.join(target, `${pick(random, WORDS)}_${id}.${extension}`), text);
    bytes += text.length;
  }
  return { files, bytes };
}

function languageFor(roll: number): readonly [string, (r: Random, id: number) => string] {
  let left = roll;
  for (const [extension, percent, write] of MIX) {
    left -= percent;
    if (left < 0) return [extension, write];
  }
  return ['md', prose];
}

function randomOf(seed: number): Random {
  let state = seed >>> 0;
  return (n) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
}

const pick = <T>(random: Random, from: readonly T[]): T => from[random(from.length)] as T;
const name = (r: Random) => pick(r, WORDS) + cap(pick(r, WORDS));
const cap = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);
const times = (n: number, make: (i: number) => string) =>
  Array.from({ length: n }, (_, i) => make(i)).join('\n');
/** One in ten files has something that spans lead to. */
const isTelling = (id: number) => id % 10 === 0;

/** Lines of work in a language with braces: assignments, conditions, calls, loops. */
function body(r: Random, indent: string, end: string, declare: string): string {
  return times(4 + r(14), () => {
    const [a, b] = [name(r), name(r)];
    switch (r(5)) {
      case 0:
        return `${indent}${declare}${a} = ${b}(${pick(r, WORDS)}, ${r(900)})${end}`;
      case 1:
        return `${indent}if (${a} > ${r(90)}) {\n${indent}  ${b}.${pick(r, WORDS)}(${a})${end}\n${indent}}`;
      case 2:
        return `${indent}// ${times(1, () => `${pick(r, WORDS)} the ${pick(r, WORDS)} before its ${pick(r, WORDS)} is ${pick(r, WORDS)}`)}`;
      case 3:
        return `${indent}${a}.${pick(r, WORDS)}("${pick(r, WORDS)} ${pick(r, WORDS)}", ${b})${end}`;
      default:
        return `${indent}${declare}${a} = ${b}.${pick(r, WORDS)}.${pick(r, WORDS)}${end}`;
    }
  });
}

function typescript(r: Random, id: number): string {
  const type = cap(name(r));
  const methods = times(
    5 + r(9),
    (i) =>
      `  async ${name(r)}${i}(${pick(r, WORDS)}: string, ${pick(r, WORDS)}: number): Promise<void> {\n${body(r, '    ', ';', 'const ')}\n  }\n`,
  );
  const head = times(4 + r(8), () => `import { ${name(r)} } from './${pick(r, WORDS)}/${pick(r, WORDS)}';`);
  const telling = isTelling(id)
    ? `import { Router } from 'express';\nimport { trace } from '@opentelemetry/api';\nconst tracer = trace.getTracer('svc-${id}');\nconst router = Router();\nrouter.get('/${pick(r, WORDS)}/${id}/:id', async (req, res) => {\n  await tracer.startActiveSpan('work-${id}', (span) => span.end());\n  await db.query('SELECT * FROM t${id} WHERE id = $1', [req.params.id]);\n  res.json({});\n});\n`
    : '';
  return `${head}\n${telling}\nexport class ${type}${id} {\n${methods}}\n\nexport function ${name(r)}${id}() {\n${body(r, '  ', ';', 'const ')}\n}\n`;
}

function javascript(r: Random, id: number): string {
  const head = times(3 + r(6), () => `const ${name(r)} = require('./${pick(r, WORDS)}');`);
  const functions = times(
    6 + r(12),
    (i) =>
      `function ${name(r)}${i}(${pick(r, WORDS)}, ${pick(r, WORDS)}) {\n${body(r, '  ', ';', 'const ')}\n}\n`,
  );
  return `${head}\n${functions}\nmodule.exports = { make${id}: ${name(r)} };\n`;
}

function python(r: Random, id: number): string {
  const head = times(4 + r(6), () => `from ${pick(r, WORDS)}.${pick(r, WORDS)} import ${name(r)}`);
  const telling = isTelling(id)
    ? `from opentelemetry import trace\ntracer = trace.get_tracer(__name__)\n\n@app.get("/${pick(r, WORDS)}/${id}/{item}")\ndef handle_${id}(item):\n    with tracer.start_as_current_span("work-${id}"):\n        cursor.execute("SELECT * FROM t${id} WHERE id = %s", (item,))\n`
    : '';
  const block = (indent: string) =>
    times(5 + r(14), () =>
      r(3) === 0
        ? `${indent}if ${name(r)} > ${r(90)}:\n${indent}    ${name(r)}.${pick(r, WORDS)}(${r(50)})`
        : `${indent}${name(r)} = ${name(r)}(${pick(r, WORDS)}, "${pick(r, WORDS)}")`,
    );
  const methods = times(
    5 + r(9),
    (i) =>
      `    def ${name(r)}_${i}(self, ${pick(r, WORDS)}):\n        """Does the ${pick(r, WORDS)} of a ${pick(r, WORDS)}."""\n${block('        ')}\n`,
  );
  return `${head}\n\n${telling}\n\nclass ${cap(name(r))}${id}:\n${methods}\n\ndef ${name(r)}_${id}():\n${block('    ')}\n`;
}

function go(r: Random, id: number): string {
  const telling = isTelling(id)
    ? `\nfunc routes${id}(mux *http.ServeMux) {\n\tmux.HandleFunc("GET /${pick(r, WORDS)}/${id}/{id}", func(w http.ResponseWriter, r *http.Request) {\n\t\tctx, span := tracer.Start(r.Context(), "work-${id}")\n\t\tdefer span.End()\n\t\tdb.QueryContext(ctx, "SELECT * FROM t${id} WHERE id = $1", 1)\n\t})\n}\n`
    : '';
  const type = cap(name(r)) + id;
  const methods = times(
    6 + r(9),
    (i) =>
      `func (s *${type}) ${cap(name(r))}${i}(ctx context.Context, ${pick(r, WORDS)} string) error {\n${body(r, '\t', '', '').replaceAll(' = ', ' := ')}\n\treturn nil\n}\n`,
  );
  return `package ${pick(r, WORDS)}\n\nimport (\n\t"context"\n\t"net/http"\n)\n\ntype ${type} struct {\n\tstore *Store\n}\n\n${methods}${telling}`;
}

function java(r: Random, id: number): string {
  const pkg = `com.acme.${pick(r, WORDS)}.${pick(r, WORDS)}`;
  const type = cap(name(r)) + id;
  const telling = isTelling(id);
  const methods = times(
    6 + r(10),
    (i) =>
      `  public String ${name(r)}${i}(String ${pick(r, WORDS)}, int ${pick(r, WORDS)}) {\n${body(r, '    ', ';', 'var ')}\n    return null;\n  }\n`,
  );
  const handler = telling
    ? `  @GetMapping("/{id}")\n  public String show${id}(String id) {\n    var span = tracer.spanBuilder("work-${id}").startSpan();\n    return jdbc.queryForObject("SELECT * FROM t${id} WHERE id = ?", id);\n  }\n`
    : '';
  return `package ${pkg};\n\n${times(5 + r(8), () => `import com.acme.${pick(r, WORDS)}.${cap(name(r))};`)}\n\n${telling ? `@RestController\n@RequestMapping("/${pick(r, WORDS)}/${id}")\n` : ''}public class ${type} {\n  private final ${cap(name(r))} ${name(r)};\n\n${methods}${handler}}\n`;
}

function csharp(r: Random, id: number): string {
  const methods = times(
    6 + r(10),
    (i) =>
      `    public async Task<int> ${cap(name(r))}${i}(string ${pick(r, WORDS)})\n    {\n${body(r, '        ', ';', 'var ')}\n        return 0;\n    }\n`,
  );
  return `using System;\nusing System.Threading.Tasks;\n\nnamespace Acme.${cap(pick(r, WORDS))}.${cap(pick(r, WORDS))};\n\npublic class ${cap(name(r))}${id}\n{\n${methods}}\n`;
}

function data(r: Random): string {
  return JSON.stringify(
    Object.fromEntries(Array.from({ length: 60 + r(80) }, () => [name(r), { [name(r)]: r(9999) }])),
    undefined,
    2,
  );
}

function prose(r: Random): string {
  return times(30 + r(50), () => times(1, () => Array.from({ length: 12 }, () => pick(r, WORDS)).join(' ')));
}
