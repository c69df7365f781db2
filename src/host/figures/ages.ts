/** When figures are asked for again, ms. Local figures follow what comes in; remote ones are asked for once a minute, then less often. */
export const SITE_AGES = {
  debounceMs: 700,
  restMs: [2000, 8000],
  idleMs: [60_000, 300_000],
  failureMs: [5000, 60_000],
} as const;
export const EVIDENCE_AGES = {
  debounceMs: 1500,
  restMs: [10_000, 60_000],
  idleMs: [120_000, 600_000],
  failureMs: [15_000, 120_000],
} as const;
