import type { GapConfig } from '../config.ts';
import type { Evidence, FileSignal } from '../evidence/evidence.ts';
import type { Service } from '../evidence/service.ts';
import type { FileGaps } from '../model.ts';
import { type RuleFamily, ruleFamily } from '../rule.ts';
import type { TraceFacts } from '../traces/trace-facts.ts';

export type FileFlag = 'test' | 'generated' | 'vendored' | 'built' | 'example';

export type ScannedFile = {
  readonly path: string;
  readonly gaps: FileGaps;
  readonly flags: readonly FileFlag[];
};

export type DecideInput = {
  readonly files: readonly ScannedFile[];
  readonly services: readonly Service[];
  readonly evidence: ReadonlyMap<string, Evidence>;
  /** Calls that set tracing up, by service id: its own, and those of the libraries of the workspace it is built with. */
  readonly signals?: ReadonlyMap<string, readonly FileSignal[]>;
  readonly config: GapConfig;
  /** Source files that were read, by service id. */
  readonly read: ReadonlyMap<string, number>;
  /** What traces say, where there are any. */
  readonly traces?: TraceFacts | undefined;
};

/** Finds the service of a file: the nearest folder above that has a manifest of its language. */
export function serviceIndex(
  services: readonly Service[],
): (path: string, family: RuleFamily) => Service | undefined {
  const byFamily = new Map<RuleFamily, Service[]>();
  for (const one of [...services].sort((a, b) => b.root.length - a.root.length)) {
    const list = byFamily.get(one.family);
    if (list) list.push(one);
    else byFamily.set(one.family, [one]);
  }
  const known = new Map<string, Service | undefined>();
  return (path, family) => {
    const dir = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const key = `${family}\0${dir}`;
    if (known.has(key)) return known.get(key);
    const found = byFamily
      .get(family)
      ?.find((s) => s.root === '' || dir === s.root || dir.startsWith(`${s.root}/`));
    known.set(key, found);
    return found;
  };
}

export const familyOfFile = (file: ScannedFile): RuleFamily => ruleFamily(file.gaps.language);

/** Tests, generated and vendored code are out unless the configuration asks for them. */
export function isLookedAt(file: ScannedFile, config: GapConfig): boolean {
  return file.flags.every(
    (flag) =>
      (flag === 'test' && config.include.includes('tests')) ||
      (flag === 'example' && config.include.includes('examples')) ||
      (flag === 'generated' && config.include.includes('generated')),
  );
}
