import type { AttributeScope, IntrinsicName } from './ast.ts';

/** What a value is known to be before any span is seen; `attribute`: anything, nil too. */
export type ValueType =
  | 'attribute'
  | 'int'
  | 'float'
  | 'duration'
  | 'string'
  | 'boolean'
  | 'status'
  | 'kind'
  | 'nil'
  | 'parent';

type IntrinsicInfo = {
  readonly type: ValueType;
  /** False where a span may lack it, so that comparing it with nil means something. */
  readonly always: boolean;
  readonly about: string;
  /** Other spellings; TraceQL has both short and scoped names. */
  readonly aliases: readonly string[];
};

const info = (
  type: ValueType,
  about: string,
  aliases: readonly string[] = [],
  always = true,
): IntrinsicInfo => ({
  type,
  about,
  aliases,
  always,
});

/** Every field that is no attribute, under the name it is printed with. */
export const INTRINSICS: Readonly<Record<IntrinsicName, IntrinsicInfo>> = {
  name: info('string', 'operation of the span', ['span:name']),
  status: info('status', 'error, ok or unset', ['span:status']),
  statusMessage: info('string', 'text beside the status', ['span:statusMessage']),
  kind: info('kind', 'server, client, producer, consumer, internal', ['span:kind']),
  duration: info('duration', 'end minus start of the span', ['span:duration']),
  rootName: info('string', 'operation of the root span', ['trace:rootName'], false),
  rootServiceName: info('string', 'service of the root span', ['trace:rootService'], false),
  traceDuration: info('duration', 'first start to last end of the trace', ['trace:duration']),
  'trace:id': info('string', 'trace id in hex'),
  'span:id': info('string', 'span id in hex'),
  'span:parentID': info('string', "parent's span id in hex", [], false),
  'span:childCount': info('int', 'direct children of the span', ['childCount']),
  'event:name': info('string', 'name of an event of the span', [], false),
  'event:timeSinceStart': info('duration', "event's time after the span's start", [], false),
  'link:traceID': info('string', 'trace id a link points to', [], false),
  'link:spanID': info('string', 'span id a link points to', [], false),
  'instrumentation:name': info('string', 'library that made the span'),
  'instrumentation:version': info('string', 'version of that library'),
  nestedSetLeft: info('int', 'position of the span in the tree'),
  nestedSetRight: info('int', 'end of its subtree'),
  nestedSetParent: info('int', "parent's position, -1 for the root"),
  parent: info('parent', 'the parent span, for comparing with nil', [], false),
};

const BY_NAME = new Map<string, IntrinsicName>();
for (const [name, { aliases }] of Object.entries(INTRINSICS) as [IntrinsicName, IntrinsicInfo][])
  for (const spelling of [name, ...aliases]) BY_NAME.set(spelling, name);

export const intrinsicNamed = (spelling: string): IntrinsicName | undefined => BY_NAME.get(spelling);

export const intrinsicSpellings = (): readonly string[] => [...BY_NAME.keys()];

/** Scopes of attributes as they are written before the dot. */
export const SCOPES: readonly Exclude<AttributeScope, 'any'>[] = [
  'span',
  'resource',
  'event',
  'link',
  'instrumentation',
];

export const isScope = (word: string): word is Exclude<AttributeScope, 'any'> =>
  (SCOPES as readonly string[]).includes(word);

export const METRICS_FUNCTIONS: ReadonlySet<string> = new Set([
  'rate',
  'count_over_time',
  'min_over_time',
  'max_over_time',
  'avg_over_time',
  'sum_over_time',
  'quantile_over_time',
  'histogram_over_time',
  'compare',
  'topk',
  'bottomk',
]);
