// One language: code without spans, the fixes to apply, and how to compile and run what comes out.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type FixCase, fixed } from '../../support/gap-fixes.ts';
import { cacheDir } from '../servers/cache.ts';
import { command, versionOf } from '../servers/command.ts';

/** As the program prints it, in the order of their ends. */
export type Seen = {
  readonly name: string;
  readonly kind: string;
  /** `ok` or `error`. */
  readonly status: string;
  /** Name of the parent; '' for a root. */
  readonly parent: string;
};

export type Toolchain = {
  readonly title: string;
  readonly language: FixCase['language'];
  /** Program and argument that tell the version. */
  readonly tool: readonly [program: string, ...args: string[]];
  readonly file: string;
  readonly code: string;
  /** One after the other; `at` is looked for in the code as it is then. */
  readonly fixes: readonly Pick<FixCase, 'kind' | 'at' | 'target'>[];
  /** What runs it, and what it needs to compile. */
  readonly files: Readonly<Record<string, string>>;
  /** Packages, once: the folder is kept. */
  readonly install: (dir: string) => Promise<unknown>;
  /** Compiles, runs, and gives one JSON line of spans. */
  readonly run: (dir: string) => Promise<string>;
  readonly expect: readonly Seen[];
};

/** Why it cannot run here; undefined where it can. */
export async function missingTool({
  tool: [program, ...args],
  title,
}: Toolchain): Promise<string | undefined> {
  return (await versionOf(program, ...args)) === undefined
    ? `no ${title} toolchain here (${program})`
    : undefined;
}

/** The code after all fixes. */
export async function fixedCode({ language, file, code, fixes }: Toolchain): Promise<string> {
  let text = code;
  for (const fix of fixes) {
    const after = await fixed({ language, file, code: text, ...fix });
    if (after.startsWith('refused:')) throw new Error(`${fix.at}: ${after}`);
    text = after;
  }
  return text;
}

/** Installs once, writes the files anew, runs. */
export async function spansOf(chain: Toolchain, code: string): Promise<Seen[]> {
  const dir = cacheDir('gap-fixes', chain.title.toLowerCase());
  const done = path.join(dir, '.installed');
  const files = { ...chain.files, [chain.file]: code };
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(path.dirname(path.join(dir, name)), { recursive: true });
    writeFileSync(path.join(dir, name), text);
  }
  if (!existsSync(done)) {
    await chain.install(dir);
    writeFileSync(done, '');
  }
  try {
    const out = await chain.run(dir);
    const line = out.split('\n').findLast((l) => l.startsWith('['));
    return JSON.parse(line ?? 'null') as Seen[];
  } finally {
    rmSync(path.join(dir, chain.file), { force: true });
  }
}

export const run = command;
