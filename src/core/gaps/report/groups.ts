import type { Finding } from '../model.ts';

/** Findings that one thing would close: "install X: closes 14 gaps". */
export type Remedy = {
  readonly service: string;
  readonly remedy: string;
  readonly findings: readonly Finding[];
};

export function remedies(findings: readonly Finding[]): Remedy[] {
  const groups = new Map<string, Finding[]>();
  for (const one of findings) {
    if (one.remedy === '' || one.rule.startsWith('setup.')) continue;
    const key = `${one.service}\0${one.remedy}`;
    const list = groups.get(key);
    if (list) list.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()]
    .filter((list) => list.length > 1)
    .map((list) => ({ service: list[0]?.service ?? '', remedy: list[0]?.remedy ?? '', findings: list }))
    .sort((a, b) => b.findings.length - a.findings.length);
}

export const percent = ({ total, covered }: { readonly total: number; readonly covered: number }): string =>
  total === 0 ? '-' : `${Math.floor((covered / total) * 100)} %`;

export const plural = (n: number, one: string, many = `${one}s`): string => `${n} ${n === 1 ? one : many}`;
