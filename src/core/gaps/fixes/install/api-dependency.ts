import type { FixPlan, FixProject } from '../fix-plan.ts';
import { setInJson } from '../json-edit.ts';
import { eolOf, indentUnit, insert, type TextEdit } from '../text-edit.ts';
import { addModules } from './go-mod.ts';
import { npmCommand } from './npm.ts';
import { addRequirements, pipCommand } from './python.ts';

const JAVA_API = '1.45.0';

/** Code that names the API needs it in the manifest; nothing where it is there, or where it comes with the runtime. */
export function apiDependency(project: FixProject): FixPlan | undefined {
  const { family, manifest, root, read } = project;
  const text = read(manifest);
  if (text === undefined) return undefined;
  const plan = (edits: readonly TextEdit[] | undefined, line: string): FixPlan | undefined =>
    edits && edits.length > 0
      ? { edits: [{ path: manifest, edits }], notes: [], command: { folder: root, line } }
      : undefined;
  switch (family) {
    case 'js':
      return /"@opentelemetry\/api"\s*:/.test(text)
        ? undefined
        : plan(setInJson(text, ['dependencies', '@opentelemetry/api'], '^1.9.0'), npmCommand(project));
    case 'python':
      return /opentelemetry/.test(text)
        ? undefined
        : plan(addRequirements(manifest, text, ['opentelemetry-api']), pipCommand(project));
    case 'go': {
      const missing = ['go.opentelemetry.io/otel', 'go.opentelemetry.io/otel/trace'].filter(
        (m) => !new RegExp(`${m.replace(/\./g, '\\.')}\\s+v`).test(text),
      );
      return missing.length === 0 ? undefined : plan(addModules(text, missing), 'go mod tidy');
    }
    case 'jvm':
      return /io\.opentelemetry/.test(text)
        ? undefined
        : plan(
            javaApi(manifest, text),
            manifest.endsWith('pom.xml') ? 'mvn -q compile' : './gradlew compileJava',
          );
    case 'rust':
      return /^\s*tracing\s*=/m.test(text) ? undefined : plan(cargo(text), 'cargo check');
    default:
      return undefined;
  }
}

function javaApi(manifest: string, text: string): TextEdit[] | undefined {
  const eol = eolOf(text);
  const unit = indentUnit(text, manifest.endsWith('pom.xml') ? '  ' : '    ');
  if (!manifest.endsWith('pom.xml')) {
    const block = /^dependencies\s*\{/m.exec(text);
    const quote = manifest.endsWith('.kts') ? '"' : "'";
    return block
      ? [
          insert(
            block.index + block[0].length,
            `${eol}${unit}implementation(${quote}io.opentelemetry:opentelemetry-api:${JAVA_API}${quote})`,
          ),
        ]
      : undefined;
  }
  const managed = /<dependencyManagement>[\s\S]*?<\/dependencyManagement>/.exec(text);
  const own = [...text.matchAll(/<dependencies>/g)].find(
    (m) => !(managed && m.index > managed.index && m.index < managed.index + managed[0].length),
  );
  if (!own) return undefined;
  const lines = [
    '<dependency>',
    `${unit}<groupId>io.opentelemetry</groupId>`,
    `${unit}<artifactId>opentelemetry-api</artifactId>`,
    `${unit}<version>${JAVA_API}</version>`,
    '</dependency>',
  ];
  return [insert(own.index + own[0].length, lines.map((l) => `${eol}${unit.repeat(2)}${l}`).join(''))];
}

function cargo(text: string): TextEdit[] {
  const eol = eolOf(text);
  const table = /^\[dependencies\][ \t]*\r?$/m.exec(text);
  if (table) return [insert(table.index + table[0].length, `${eol}tracing = "0.1"`)];
  return [
    insert(text.length, `${text.endsWith('\n') ? '' : eol}${eol}[dependencies]${eol}tracing = "0.1"${eol}`),
  ];
}
