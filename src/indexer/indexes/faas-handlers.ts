import type { CodeIndex } from './code-index.ts';
import { dirOf, joinPath } from './module-files.ts';
import { parseYaml } from './property-values.ts';

export type FaasHandler = {
  readonly name: string;
  readonly file: number;
  readonly function: string;
  readonly written: string;
  readonly declaredIn: string;
};

const FILES = [
  'serverless.yml',
  'serverless.yaml',
  'template.yml',
  'template.yaml',
  'sam.yml',
  'sam.yaml',
  'function.json',
];
const EXTENSIONS = ['ts', 'js', 'mjs', 'cjs', 'py', 'go', 'rb'];

/** Functions that deployment files declare, with the code they name. */
export function faasHandlers(index: CodeIndex): FaasHandler[] {
  const found: FaasHandler[] = [];
  for (const name of FILES)
    for (const id of index.paths.withBaseName(name)) {
      const entry = index.files.get(id);
      const text = entry && index.read(entry);
      if (!entry || !text) continue;
      const declared = name === 'function.json' ? azure(entry.path, text) : fromYaml(text);
      for (const { name: fn, handler, base } of declared) {
        const target = handlerFile(index, entry.folder, joinPath(dirOf(entry.path), base), handler);
        if (target) found.push({ name: fn, written: handler, declaredIn: entry.path, ...target });
      }
    }
  return found;
}

type Declared = { readonly name: string; readonly handler: string; readonly base: string };

/** `functions.checkout.handler: src/x.main` and `Resources.Checkout.Properties.Handler: x.main` (+ CodeUri). */
function fromYaml(text: string): Declared[] {
  const scalars = parseYaml(text);
  return scalars.flatMap(({ key, value }) => {
    const serverless = /^functions\.([^.]+)\.handler$/.exec(key);
    if (serverless?.[1]) {
      const own = scalars.find((s) => s.key === `functions.${serverless[1]}.name`)?.value;
      return [own ?? '', serverless[1]].filter(Boolean).map((name) => ({ name, handler: value, base: '' }));
    }
    const sam = /^Resources\.([^.]+)\.Properties\.Handler$/.exec(key);
    if (!sam?.[1]) return [];
    const property = (name: string) =>
      scalars.find((s) => s.key === `Resources.${sam[1]}.Properties.${name}`)?.value;
    return [property('FunctionName') ?? '', sam[1]]
      .filter(Boolean)
      .map((name) => ({ name, handler: value, base: property('CodeUri') ?? '' }));
  });
}

/** An Azure function's folder is its name. */
function azure(path: string, text: string): Declared[] {
  const script = /"scriptFile"\s*:\s*"([^"]+)"/.exec(text)?.[1];
  const entry = /"entryPoint"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? 'main';
  const name = dirOf(path).replace(/^.*\//, '');
  return script ? [{ name, handler: `${script.replace(/\.\w+$/, '')}.${entry}`, base: '' }] : [];
}

function handlerFile(
  index: CodeIndex,
  folder: number,
  dir: string,
  handler: string,
): { file: number; function: string } | undefined {
  const dot = handler.lastIndexOf('.');
  if (dot <= 0) return undefined;
  const path = joinPath(dir, handler.slice(0, dot));
  for (const extension of EXTENSIONS) {
    const entry = index.files.find(folder, `${path}.${extension}`);
    if (entry) return { file: entry.id, function: handler.slice(dot + 1) };
  }
  return undefined;
}
