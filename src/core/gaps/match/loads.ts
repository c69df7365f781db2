import { jsCoverage } from '../coverage/tables.ts';
import type { Load } from '../model.ts';
import type { FileView } from './file-view.ts';

/** What files that start tracing are called. */
export const BOOTSTRAP = /trac|instrument|telemetry|otel|opentel|apm|observab|monitor/i;

/** Libraries that instrumentations patch when they are loaded: they must come after the SDK. */
let patched: ReadonlySet<string> | undefined;
const isPatched = (module: string): boolean => {
  patched ??= new Set([
    ...jsCoverage().flatMap((c) => c.libraries.map((l) => l.name)),
    'http',
    'https',
    'fastify',
  ]);
  return patched.has(module.replace(/^node:/, ''));
};

/** Imports and requires of a JavaScript file in their order: where tracing is loaded, and what came before. */
export function loads(view: FileView): { loads: readonly Load[]; libraries: readonly string[] } {
  if (view.family !== 'js') return { loads: [], libraries: [] };
  const all = [
    ...view.facts.imports.map((i) => ({ module: i.module, line: i.line })),
    ...view.facts.calls
      .filter((c) => c.name === 'require' && c.receiver === '' && c.args[0]?.kind === 'string')
      .map((c) => ({ module: c.args[0]?.text ?? '', line: c.line })),
  ].sort((a, b) => a.line - b.line);
  const found: Load[] = [];
  const before: string[] = [];
  for (const { module, line } of all) {
    const local = module.startsWith('.') || /^[@~#]\//.test(module);
    if (local && BOOTSTRAP.test(module.replace(/^.*\//, '')))
      found.push({ module, line, after: [...before] });
    else if (local || isPatched(module)) before.push(module);
  }
  return { loads: found, libraries: [...new Set(all.map((a) => a.module).filter(isPatched))] };
}
