import { decodeOtlpProtobuf } from '../../src/core/otlp/decode-otlp-protobuf.ts';
import { evaluate } from '../../src/core/query/evaluate.ts';
import { parseQuery } from '../../src/core/query/parse-query.ts';
import { compileRegex } from '../../src/core/query/regex/regex.ts';
import { attributeText, spanAttributes } from '../../src/core/trace/attributes.ts';
import { buildTraces } from '../../src/core/trace/build-traces.ts';
import { STATUS, type Trace } from '../../src/core/trace/columns.ts';
import type { BenchRow } from '../support/bench-table.ts';
import { median } from '../support/median.ts';
import { otlpProtobufBytes } from './generate-bytes.ts';
import { generateTrace } from './generate-trace.ts';

/** Targets: what is typed into a filter answers within 100 ms at a million spans. */
const SIZES = [
  { count: 100_000, label: '100k spans', detail: 'full', target: undefined },
  { count: 1_000_000, label: '1M spans (compact)', detail: 'compact', target: 100 },
] as const;

const QUERIES: readonly (readonly [string, string])[] = [
  ['duration and status', '{ duration > 1ms && status = error }'],
  ['name by pattern', '{ name =~ "(?i).*stock.*" }'],
  ['service', '{ resource.service.name = "payment" }'],
  ['attribute of any scope', '{ .http.response.status_code >= 400 }'],
  ['attribute by pattern', '{ span.order.id =~ ".*7.*" }'],
  ['two words of shorthand', 'payment error'],
  ['below a span', '{ kind = server } >> { status = error }'],
  ['groups', '{ } | by(resource.service.name) | count() > 10'],
];

export async function rows(): Promise<readonly BenchRow[]> {
  const all: BenchRow[] = [];
  for (const { count, label, detail, target } of SIZES) {
    const [trace] = buildTraces(decodeOtlpProtobuf(otlpProtobufBytes(generateTrace(count, detail))));
    if (!trace) throw new Error('The generator made no trace.');
    const objects = detail === 'full' ? objectsOf(trace) : undefined;
    for (const [name, text] of QUERIES) {
      const query = parseQuery(text);
      all.push({
        name: `${name}: ${text}, ${label}`,
        value: median(() => evaluate(query, trace)),
        unit: 'ms',
        ...(target === undefined ? {} : { target }),
        ...(objects && name in BY_OBJECT
          ? {
              peer: {
                name: 'filter over objects',
                value: median(() => objects.filter(BY_OBJECT[name] ?? Boolean)),
              },
            }
          : {}),
      });
    }
  }
  all.push(...parserRows(), ...patternRows());
  return all;
}

/** A span as most programs hold it; making them is not counted. */
type SpanObject = {
  readonly name: string;
  readonly service: string;
  readonly duration: number;
  readonly status: number;
  readonly attributes: Readonly<Record<string, string>>;
};

function objectsOf(trace: Trace): SpanObject[] {
  return Array.from({ length: trace.count }, (_, i) => ({
    name: trace.strings.get(trace.name[i] ?? 0),
    service: trace.strings.get(trace.service[i] ?? 0),
    duration: trace.duration[i] ?? 0,
    status: trace.status[i] ?? 0,
    attributes: Object.fromEntries(spanAttributes(trace, i).map((a) => [a.key, attributeText(a.value)])),
  }));
}

const BY_OBJECT: Readonly<Record<string, (span: SpanObject) => boolean>> = {
  'duration and status': (s) => s.duration > 1e6 && s.status === STATUS.error,
  'name by pattern': (s) => /stock/i.test(s.name),
  service: (s) => s.service === 'payment',
  'attribute of any scope': (s) => Number(s.attributes['http.response.status_code']) >= 400,
  'attribute by pattern': (s) => /7/.test(s.attributes['order.id'] ?? ''),
};

function parserRows(): BenchRow[] {
  const text =
    '{ resource.service.name = "checkout" && span.http.status_code >= 500 } >> { status = error } | count() > 2';
  const shorthand = 'service:checkout error slow>500ms -name:health*';
  const many = (source: string) => median(() => Array.from({ length: 1000 }, () => parseQuery(source)));
  return [
    { name: 'parse TraceQL, 1,000 times', value: many(text), unit: 'ms' },
    { name: 'parse shorthand, 1,000 times', value: many(shorthand), unit: 'ms' },
  ];
}

/** 10,000 texts of 100 characters, beside the JavaScript engine's own matcher. */
function patternRows(): BenchRow[] {
  const texts = Array.from(
    { length: 10_000 },
    (_, i) => `/api/v2/orders/${i}/items/${'abcdefghij'.repeat(8)}`,
  );
  const encoded = texts.map((text) => new TextEncoder().encode(text));
  return ['.*/orders/\\d+/items/.*', '(?i).*HIJAB.*', '/api/v[12]/(orders|users)/[^/]+/items/[a-j]*'].map(
    (pattern) => {
      const regex = compileRegex(pattern);
      if ('message' in regex) throw new Error(regex.message);
      const own = new RegExp(`^(?:${pattern.replace('(?i)', '')})$`, pattern.startsWith('(?i)') ? 'is' : 's');
      return {
        name: `pattern ${pattern}, 1 MB of text`,
        value: median(() => encoded.filter((bytes) => regex.testUtf8(bytes))),
        unit: 'ms',
        peer: { name: 'RegExp (backtracks)', value: median(() => texts.filter((text) => own.test(text))) },
      };
    },
  );
}
