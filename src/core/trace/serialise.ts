import { checkStored } from './check-stored.ts';
import type { Details, Timeline, Trace, TraceWarning } from './columns.ts';
import { compactStrings } from './compact-strings.ts';
import { StringTable } from './strings.ts';

/**
 * One trace in one ArrayBuffer: the store's form and, without details, the webview's. Little-endian:
 *
 *   u32 magic "SPLT", u32 version, u32 sections, then u32 byte length of each section in the order of `sections()`,
 *   then the sections, each aligned to 8 bytes. The first is UTF-8 JSON of the head.
 *
 * Reading makes views, it copies nothing. Sections of length 0xffffffff are absent (details).
 */
const MAGIC = 0x544c5053;
export const TRACE_FORMAT_VERSION = 1;
const ABSENT = 0xffffffff;

type Column = Float64Array | Int32Array | Uint32Array | Uint16Array | Uint8Array;
type ColumnType = 'f64' | 'i32' | 'u32' | 'u16' | 'u8';

type Head = {
  readonly traceId: string;
  readonly epoch: string;
  readonly length: number;
  readonly count: number;
  readonly warnings: readonly TraceWarning[];
};

const TIMELINE: readonly [keyof Omit<Timeline, 'count'>, ColumnType][] = [
  ['start', 'f64'],
  ['duration', 'f64'],
  ['parent', 'i32'],
  ['depth', 'u32'],
  ['size', 'u32'],
  ['service', 'u32'],
  ['name', 'u32'],
  ['kind', 'u8'],
  ['status', 'u8'],
  ['flags', 'u16'],
  ['id', 'u32'],
];

type TableName = 'attributes' | 'events' | 'links' | 'resources' | 'scopes';

const DETAIL: readonly Exclude<keyof Details, TableName>[] = [
  'parentId',
  'statusMessage',
  'traceState',
  'spanFlags',
  'resource',
  'scope',
  'attrFrom',
  'attrTo',
  'eventFrom',
  'eventTo',
  'linkFrom',
  'linkTo',
  'droppedAttributes',
  'droppedEvents',
  'droppedLinks',
];

const OWNER = ['attrFrom', 'attrTo', 'dropped', 'schemaUrl'] as const;

const TABLES: readonly [TableName, readonly (readonly [string, ColumnType])[]][] = [
  [
    'attributes',
    [
      ['key', 'u32'],
      ['type', 'u8'],
      ['value', 'f64'],
    ],
  ],
  [
    'events',
    [
      ['time', 'f64'],
      ['name', 'u32'],
      ['attrFrom', 'u32'],
      ['attrTo', 'u32'],
      ['dropped', 'u32'],
    ],
  ],
  [
    'links',
    (['traceId', 'spanId', 'traceState', 'flags', 'attrFrom', 'attrTo', 'dropped'] as const).map((k) => [
      k,
      'u32',
    ]),
  ],
  ['resources', OWNER.map((k) => [k, 'u32'])],
  ['scopes', [...OWNER, 'name', 'version'].map((k) => [k, 'u32'])],
];

export type SerialiseOptions = {
  /** Whether attributes, events, links, resources and scopes go along. */
  readonly details: boolean;
};

export function serialiseTrace(whole: Trace, options: SerialiseOptions): ArrayBuffer {
  const trace = compactStrings(options.details ? whole : { ...whole, details: undefined });
  const head: Head = {
    traceId: trace.traceId,
    epoch: String(trace.epoch),
    length: trace.length,
    count: trace.count,
    warnings: trace.warnings,
  };
  const text = trace.strings.raw();
  const sections: (Column | undefined)[] = [
    new TextEncoder().encode(JSON.stringify(head)),
    text.bytes,
    text.ends,
  ];
  for (const [name] of TIMELINE) sections.push(trace[name]);
  for (const name of DETAIL) sections.push(trace.details?.[name]);
  for (const [table, columns] of TABLES)
    for (const [column] of columns)
      sections.push((trace.details?.[table] as Record<string, Column> | undefined)?.[column]);

  const start = align(12 + sections.length * 4);
  const size = sections.reduce((at, s) => align(at + (s?.byteLength ?? 0)), start);
  const buffer = new ArrayBuffer(size);
  const header = new DataView(buffer);
  header.setUint32(0, MAGIC, true);
  header.setUint32(4, TRACE_FORMAT_VERSION, true);
  header.setUint32(8, sections.length, true);
  let at = start;
  sections.forEach((section, i) => {
    header.setUint32(12 + i * 4, section ? section.byteLength : ABSENT, true);
    if (!section) return;
    new Uint8Array(buffer, at, section.byteLength).set(
      new Uint8Array(section.buffer, section.byteOffset, section.byteLength),
    );
    at = align(at + section.byteLength);
  });
  return buffer;
}

/** Throws a RangeError naming what is wrong when the buffer is not a trace of a version this code reads. */
export function readTrace(buffer: ArrayBuffer): Trace {
  const header = new DataView(buffer);
  if (buffer.byteLength < 12 || header.getUint32(0, true) !== MAGIC)
    throw new RangeError('Not a stored trace.');
  const version = header.getUint32(4, true);
  if (version !== TRACE_FORMAT_VERSION)
    throw new RangeError(`Stored trace has format ${version}; this version reads ${TRACE_FORMAT_VERSION}.`);
  const expected =
    3 + TIMELINE.length + DETAIL.length + TABLES.reduce((n, [, columns]) => n + columns.length, 0);
  const count = header.getUint32(8, true);
  if (count !== expected) throw new RangeError(`Stored trace has ${count} sections, expected ${expected}.`);
  let at = align(12 + count * 4);
  let next = 0;
  const take = (type: ColumnType): Column | undefined => {
    const bytes = header.getUint32(12 + next++ * 4, true);
    if (bytes === ABSENT) return undefined;
    if (at + bytes > buffer.byteLength) throw new RangeError('Stored trace is truncated.');
    const column = view(buffer, at, bytes, type);
    at = align(at + bytes);
    return column;
  };
  const head = readHead(take('u8'));
  const bytes = take('u8') as Uint8Array<ArrayBuffer>;
  const ends = take('u32') as Uint32Array<ArrayBuffer>;
  const timeline = Object.fromEntries(
    TIMELINE.map(([name, type]) => [name, take(type)]),
  ) as unknown as Timeline;
  const own = Object.fromEntries(DETAIL.map((name) => [name, take('u32')]));
  const tables = Object.fromEntries(
    TABLES.map(([table, columns]) => [
      table,
      Object.fromEntries(columns.map(([name, type]) => [name, take(type)])),
    ]),
  );
  const details = own.parentId ? ({ ...own, ...tables } as unknown as Details) : undefined;
  checkStored(timeline, details, ends, bytes.length, head.count);
  return {
    ...timeline,
    count: head.count,
    traceId: head.traceId,
    epoch: BigInt(head.epoch),
    length: head.length,
    warnings: head.warnings,
    strings: new StringTable(bytes, ends, ends.length),
    details,
  };
}

function readHead(bytes: Column | undefined): Head {
  let head: Partial<Head> | undefined;
  try {
    head = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Head>;
  } catch {
    // Told below.
  }
  const { traceId, epoch, length, count, warnings } = head ?? {};
  const good =
    typeof traceId === 'string' &&
    typeof epoch === 'string' &&
    /^\d{1,20}$/.test(epoch) &&
    typeof length === 'number' &&
    typeof count === 'number' &&
    Array.isArray(warnings);
  if (!good) throw new RangeError('Stored trace has a damaged head.');
  return { traceId, epoch, length, count, warnings };
}

const align = (n: number) => Math.ceil(n / 8) * 8;

function view(buffer: ArrayBuffer, at: number, bytes: number, type: ColumnType): Column {
  switch (type) {
    case 'f64':
      return new Float64Array(buffer, at, bytes / 8);
    case 'i32':
      return new Int32Array(buffer, at, bytes / 4);
    case 'u32':
      return new Uint32Array(buffer, at, bytes / 4);
    case 'u16':
      return new Uint16Array(buffer, at, bytes / 2);
    default:
      return new Uint8Array(buffer, at, bytes);
  }
}
