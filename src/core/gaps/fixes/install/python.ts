import type { FileEdit, FixOutcome, FixProject } from '../fix-plan.ts';
import { refused } from '../fix-plan.ts';
import { eolOf, insert, lineEnd, type TextEdit } from '../text-edit.ts';
import { below, filesNamed, startCommands } from './start-commands.ts';

const BASE = ['opentelemetry-distro', 'opentelemetry-exporter-otlp'];
const NAME = /^opentelemetry-[\w.-]+$/;

/** Libraries and their instrumentations where the package has another name. */
const INSTRUMENTORS: Readonly<Record<string, readonly [module: string, name: string]>> = {
  flask: ['flask', 'FlaskInstrumentor'],
  fastapi: ['fastapi', 'FastAPIInstrumentor'],
  django: ['django', 'DjangoInstrumentor'],
  requests: ['requests', 'RequestsInstrumentor'],
  httpx: ['httpx', 'HTTPXClientInstrumentor'],
  urllib3: ['urllib3', 'URLLib3Instrumentor'],
  redis: ['redis', 'RedisInstrumentor'],
  celery: ['celery', 'CeleryInstrumentor'],
  psycopg2: ['psycopg2', 'Psycopg2Instrumentor'],
  psycopg: ['psycopg', 'PsycopgInstrumentor'],
  sqlalchemy: ['sqlalchemy', 'SQLAlchemyInstrumentor'],
  pymongo: ['pymongo', 'PymongoInstrumentor'],
  grpc: ['grpc', 'GrpcInstrumentorServer'],
  pika: ['pika', 'PikaInstrumentor'],
  'kafka-python': ['kafka', 'KafkaInstrumentor'],
};

/** Requirements, and the command that starts the service with tracing, or a module that is imported first. */
export function installPython(project: FixProject): FixOutcome {
  const text = project.read(project.manifest);
  if (text === undefined) return refused(`${project.manifest} cannot be read.`);
  const libraries = Object.keys(INSTRUMENTORS).filter((name) =>
    new RegExp(`(?:^|["'\\s])${name}(?![\\w-])`, 'im').test(text),
  );
  const packages = [
    ...new Set([
      ...BASE,
      ...project.remedies.filter((r) => NAME.test(r)),
      ...libraries.map((l) => `opentelemetry-instrumentation-${l}`),
    ]),
  ];
  const missing = packages.filter((name) => !text.includes(name));
  const added = missing.length === 0 ? [] : addRequirements(project.manifest, text, missing);
  if (added === undefined)
    return refused(`${project.manifest} has no list of dependencies to add to: add ${missing.join(', ')}.`);
  const edits: FileEdit[] = added.length === 0 ? [] : [{ path: project.manifest, edits: added }];
  const notes: string[] = [];
  const starts = startCommands(project, (words) => {
    if (words.some((w) => /opentelemetry-instrument$/.test(w))) return undefined;
    const at = words.findIndex((w) =>
      /^(?:python[\d.]*|gunicorn|uvicorn|hypercorn|flask|celery|daphne|waitress-serve|uwsgi)$/.test(w),
    );
    return at < 0 ? undefined : [...words.slice(0, at), 'opentelemetry-instrument', ...words.slice(at)];
  });
  edits.push(...starts);
  if (starts.length === 0) {
    const entry = filesNamed(project, /^(?:main|app|server|wsgi|asgi|manage|run|__main__)\.py$/)[0];
    if (entry === undefined)
      notes.push('Start the service with opentelemetry-instrument in front of its command.');
    else edits.push(...bootstrap(project, entry, packages));
  }
  if (edits.length === 0) return refused('Everything is installed and switched on already. Scan again.');
  return {
    edits,
    notes,
    ...(missing.length > 0 ? { command: { folder: project.root, line: pipCommand(project) } } : {}),
  };
}

export function addRequirements(
  path: string,
  text: string,
  names: readonly string[],
): TextEdit[] | undefined {
  const eol = eolOf(text);
  if (!/pyproject\.toml$|Pipfile$/.test(path)) {
    if (/\.(?:py|cfg)$/.test(path)) return undefined;
    const gap = text === '' || text.endsWith('\n') ? '' : eol;
    return [insert(text.length, `${gap}${names.join(eol)}${eol}`)];
  }
  // Poetry's own table, Pipfile's, or the list of PEP 621.
  const table = /^\[(?:tool\.poetry\.dependencies|packages)\][ \t]*\r?$/m.exec(text);
  if (table && !/^\s*dependencies\s*=\s*\[/m.test(text)) {
    const next = text.slice(table.index + table[0].length).search(/^\[/m);
    const end = next < 0 ? text.length : table.index + table[0].length + next;
    const at = text.slice(0, end).trimEnd().length;
    return [insert(at, names.map((n) => `${eol}${n} = "*"`).join(''))];
  }
  const list = /^dependencies\s*=\s*\[/m.exec(text);
  if (!list) return undefined;
  const open = list.index + list[0].length;
  const close = closing(text, open);
  if (close < 0) return undefined;
  const inside = text.slice(open, close);
  const at = open + inside.trimEnd().length;
  const indent = /\n([ \t]+)\S/.exec(inside)?.[1];
  if (inside.trim() === '') return [insert(open, `${names.map((n) => `${eol}    "${n}",`).join('')}${eol}`)];
  const comma = /,$/.test(
    inside
      .trimEnd()
      .replace(/#[^\n]*$/, '')
      .trimEnd(),
  )
    ? ''
    : ',';
  return indent === undefined
    ? [insert(at, `${comma}${names.map((n) => ` "${n}"`).join(',')}`)]
    : [insert(at, `${comma}${names.map((n) => `${eol}${indent}"${n}"`).join(',')},`)];
}

/** The bracket that closes a TOML list: extras have brackets too, inside strings. */
function closing(text: string, open: number): number {
  let quote = '';
  for (let at = open; at < text.length; at++) {
    const c = text[at] ?? '';
    if (quote !== '') {
      if (c === quote) quote = '';
    } else if (c === '"' || c === "'") quote = c;
    else if (c === '#') at = lineEnd(text, at);
    else if (c === ']') return at;
  }
  return -1;
}

export function pipCommand({ root, manifest, read }: FixProject): string {
  if (read(below(root, 'uv.lock')) !== undefined) return 'uv sync';
  if (read(below(root, 'poetry.lock')) !== undefined) return 'poetry lock && poetry install';
  if (read(below(root, 'pdm.lock')) !== undefined) return 'pdm install';
  if (manifest.endsWith('Pipfile')) return 'pipenv install';
  const file = manifest.slice(root === '' ? 0 : root.length + 1);
  return file.endsWith('.txt') ? `pip install -r ${file}` : 'pip install -e .';
}

/** A module that sets the SDK up and instruments what the service uses; imported before anything it patches. */
function bootstrap(project: FixProject, entry: string, packages: readonly string[]): FileEdit[] {
  const dir = entry.includes('/') ? entry.slice(0, entry.lastIndexOf('/')) : '';
  const path = below(dir, 'tracing_setup.py');
  const text = project.read(entry) ?? '';
  if (project.read(path) !== undefined || /tracing_setup/.test(text)) return [];
  const known = packages.flatMap((p) => {
    const found = INSTRUMENTORS[p.replace(/^opentelemetry-instrumentation-/, '')];
    return found ? [found] : [];
  });
  const eol = eolOf(text);
  return [
    {
      path,
      create: `"""Starts tracing. Import it before the libraries it instruments."""

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
${known.map(([module, name]) => `from opentelemetry.instrumentation.${module} import ${name}\n`).join('')}from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider(resource=Resource.create({"service.name": ${JSON.stringify(project.service)}}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
${known.length > 0 ? `\n${known.map(([, name]) => `${name}().instrument()\n`).join('')}` : ''}`,
    },
    {
      path: entry,
      edits: [
        insert(
          firstImport(text),
          `import tracing_setup  # noqa: F401, I001  (first: it patches what comes after)${eol}`,
        ),
      ],
    },
  ];
}

/** Below shebang, docstring, comments and `from __future__`. */
function firstImport(text: string): number {
  const m = /^(?:from\s+(?!__future__)|import\s)/m.exec(text);
  return m ? m.index : 0;
}
