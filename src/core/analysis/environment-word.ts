/** The environments that hosts and resources are named after; synonyms become one word. */
export type EnvironmentWord = 'production' | 'staging' | 'test' | 'dev' | 'sandbox';

const WORDS: Readonly<Record<string, EnvironmentWord>> = {
  prod: 'production',
  prd: 'production',
  production: 'production',
  staging: 'staging',
  stage: 'staging',
  stg: 'staging',
  preprod: 'staging',
  preproduction: 'staging',
  test: 'test',
  testing: 'test',
  tst: 'test',
  qa: 'test',
  uat: 'test',
  dev: 'dev',
  develop: 'dev',
  development: 'dev',
  sandbox: 'sandbox',
};

/**
 * The environment a host or an environment attribute names: `staging.pay.internal`, `db-prod1.eu`, `Production`. Whole
 * words only (not `product-catalog`), a trailing number aside; a last label `.dev` is a public domain, not a word.
 */
export function environmentWord(text: string): EnvironmentWord | undefined {
  const lower = text.toLowerCase();
  const name = lower.includes('.') ? lower.replace(/\.dev$/, '') : lower;
  const words = name.split(/[^a-z0-9]+/);
  for (const [k, word] of words.entries()) {
    // pre-prod, non-prod
    if ((word === 'pre' || word === 'non') && /^prod(uction)?\d*$/.test(words[k + 1] ?? ''))
      return word === 'pre' ? 'staging' : 'test';
    const bare = word.replace(/\d+$/, '');
    if (Object.hasOwn(WORDS, bare)) return WORDS[bare];
  }
  return undefined;
}

/** A sandbox is right for everything but production. */
export function environmentsClash(a: EnvironmentWord, b: EnvironmentWord): boolean {
  if (a === b) return false;
  return (a !== 'sandbox' && b !== 'sandbox') || a === 'production' || b === 'production';
}

/** `staging.pay.internal` -> `pay.internal`: the host without its environment words. */
export function withoutEnvironment(host: string): string {
  const parts = host.toLowerCase().split(/([^a-z0-9]+)/);
  const kept: string[] = [];
  for (let k = 0; k < parts.length; k += 2) {
    if (Object.hasOwn(WORDS, (parts[k] ?? '').replace(/\d+$/, ''))) continue;
    if (kept.length > 0) kept.push(parts[k - 1] ?? '');
    kept.push(parts[k] ?? '');
  }
  return kept.join('');
}
