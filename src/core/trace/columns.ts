import type { StringTable } from './strings.ts';

/** OTLP's numbers, so that nothing is translated on the way in or out. */
export const KIND = { unspecified: 0, internal: 1, server: 2, client: 3, producer: 4, consumer: 5 } as const;
export const KIND_NAMES = ['unspecified', 'internal', 'server', 'client', 'producer', 'consumer'] as const;
export type KindName = (typeof KIND_NAMES)[number];

export const STATUS = { unset: 0, ok: 1, error: 2 } as const;
export const STATUS_NAMES = ['unset', 'ok', 'error'] as const;
export type StatusName = (typeof STATUS_NAMES)[number];

/** What building had to repair or noticed; bits of `Timeline.flags`. */
export const FLAG = {
  /** Names a parent that is not in the trace: drawn as a root. */
  missingParent: 1,
  /** Its parent link closed a cycle and was cut. */
  cycleBroken: 2,
  /** No end was recorded: in flight, or never ended. Its duration is 0. */
  missingEnd: 4,
  missingStart: 8,
  /** End before start; the raw negative duration is kept. */
  negativeDuration: 16,
  /** Several fragments or deliveries of one span were merged. */
  merged: 32,
  /** The server half of a span id shared with its client (Zipkin). */
  sharedServer: 64,
  /** Attributes, events or their text were cut at a limit. */
  truncated: 128,
  /** Its id belongs to another span as well, with which it has nothing to do. */
  reusedId: 256,
} as const;

/**
 * The timeline of a trace in display order: parents before children, children by start. A subtree is the contiguous
 * run [i, i + size[i]). This part alone is what a waterfall draws (48 bytes a span).
 */
export type Timeline = {
  readonly count: number;
  /** ns from the trace's epoch. */
  readonly start: Float64Array;
  /** ns; may be negative where the data is (see FLAG). */
  readonly duration: Float64Array;
  /** Index of the parent, -1 for roots. Always less than the span's own index. */
  readonly parent: Int32Array;
  readonly depth: Uint32Array;
  /** Spans in the subtree, itself included. */
  readonly size: Uint32Array;
  /** String ids. */
  readonly service: Uint32Array;
  readonly name: Uint32Array;
  readonly kind: Uint8Array;
  readonly status: Uint8Array;
  readonly flags: Uint16Array;
  /** Two words a span, high first. */
  readonly id: Uint32Array;
};

/** How an attribute's `value` number is to be read. */
export const ATTR = {
  /** String id. */
  string: 0,
  bool: 1,
  /** Integer within 2^53. */
  int: 2,
  double: 3,
  /** String id of the decimal digits of an integer beyond 2^53. */
  bigint: 4,
  /** String id of base64. */
  bytes: 5,
  /** String id of the OTLP/JSON form of an array or key-value list. */
  json: 6,
  empty: 7,
} as const;

/** One flat table for the attributes of spans, events, links, resources and scopes; owners hold [from, to) ranges. */
export type AttributeTable = {
  readonly key: Uint32Array;
  readonly type: Uint8Array;
  readonly value: Float64Array;
};

export type EventTable = {
  /** ns from the epoch. */
  readonly time: Float64Array;
  readonly name: Uint32Array;
  readonly attrFrom: Uint32Array;
  readonly attrTo: Uint32Array;
  readonly dropped: Uint32Array;
};

export type LinkTable = {
  /** String id of the 32-digit trace id. */
  readonly traceId: Uint32Array;
  /** Two words a link. */
  readonly spanId: Uint32Array;
  readonly traceState: Uint32Array;
  readonly flags: Uint32Array;
  readonly attrFrom: Uint32Array;
  readonly attrTo: Uint32Array;
  readonly dropped: Uint32Array;
};

export type ResourceTable = {
  readonly attrFrom: Uint32Array;
  readonly attrTo: Uint32Array;
  readonly dropped: Uint32Array;
  readonly schemaUrl: Uint32Array;
};

export type ScopeTable = ResourceTable & {
  readonly name: Uint32Array;
  readonly version: Uint32Array;
};

/** What is asked for when a span is selected; absent in the form sent to the webview. */
export type Details = {
  /** Two words a span, as sent; zero for none. Kept raw: the parent may be missing or cut. */
  readonly parentId: Uint32Array;
  readonly statusMessage: Uint32Array;
  readonly traceState: Uint32Array;
  /** OTLP span flags. */
  readonly spanFlags: Uint32Array;
  readonly resource: Uint32Array;
  readonly scope: Uint32Array;
  readonly attrFrom: Uint32Array;
  readonly attrTo: Uint32Array;
  readonly eventFrom: Uint32Array;
  readonly eventTo: Uint32Array;
  readonly linkFrom: Uint32Array;
  readonly linkTo: Uint32Array;
  readonly droppedAttributes: Uint32Array;
  readonly droppedEvents: Uint32Array;
  readonly droppedLinks: Uint32Array;
  readonly attributes: AttributeTable;
  readonly events: EventTable;
  readonly links: LinkTable;
  readonly resources: ResourceTable;
  readonly scopes: ScopeTable;
};

export type WarningKind =
  | 'missing-root'
  | 'missing-parent'
  | 'cycle'
  | 'missing-start'
  | 'missing-end'
  | 'negative-duration'
  | 'duplicate'
  | 'several-roots'
  | 'shared-id'
  | 'reused-id'
  | 'limit'
  | 'invalid-id';

/** `spans` are indexes, at most 100 of them; `count` is the true number. */
export type TraceWarning = {
  readonly kind: WarningKind;
  readonly text: string;
  readonly count: number;
  readonly spans: readonly number[];
};

export type Trace = Timeline & {
  /** 32 lower-case hex digits. */
  readonly traceId: string;
  /** Unix ns of the earliest start. */
  readonly epoch: bigint;
  /** ns from the epoch to the latest end. */
  readonly length: number;
  readonly strings: StringTable;
  readonly warnings: readonly TraceWarning[];
  readonly details: Details | undefined;
};
