/** What a decoder keeps at most; what goes beyond is counted as dropped and flagged, never silently lost. */
export type Limits = {
  /** Of one span, event, link, resource or scope. */
  readonly attributes: number;
  /** Of one span. */
  readonly events: number;
  /** Of one span. */
  readonly links: number;
  /** UTF-8 bytes of one text: names, keys, values, messages. */
  readonly textBytes: number;
  /** Nesting of arrays and key-value lists in an attribute value. */
  readonly depth: number;
};

/** Far above what any SDK produces by default (128 each), so that only broken or hostile data is cut. */
export const DEFAULT_LIMITS: Limits = {
  attributes: 1024,
  events: 16_384,
  links: 16_384,
  textBytes: 256 * 1024,
  depth: 32,
};

/** Nesting of brackets in JSON that is skipped: deeper data is refused. */
export const MAX_NESTING = 512;

export type DecodeOptions = { readonly limits?: Partial<Limits> };

export function limitsOf(options: DecodeOptions | undefined): Limits {
  return options?.limits ? { ...DEFAULT_LIMITS, ...options.limits } : DEFAULT_LIMITS;
}
