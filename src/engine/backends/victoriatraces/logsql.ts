import * as v from 'valibot';
import { BackendError, type TimeRange } from '../../../core/ports.ts';
import type { Http, HttpRequest } from '../http.ts';

export type Row = Readonly<Record<string, string>>;

const fieldValues = v.object({
  values: v.optional(v.array(v.object({ value: v.string(), hits: v.optional(v.number(), 0) })), []),
});

/** `_time` is when a span ended. */
export function logsQlRequest(query: string, range: TimeRange | undefined, signal: AbortSignal): HttpRequest {
  return { method: 'POST', path: '/select/logsql/query', form: [['query', query], ...times(range)], signal };
}

const times = (range: TimeRange | undefined) =>
  range
    ? ([
        ['start', new Date(range.fromMs).toISOString()],
        ['end', new Date(range.toMs).toISOString()],
      ] as const)
    : [];

/** One JSON object a line. */
export async function queryRows(http: Http, request: HttpRequest): Promise<Row[]> {
  const { body } = await http.send(request);
  const rows: Row[] = [];
  for (const line of new TextDecoder().decode(body).split('\n')) {
    if (line === '') continue;
    try {
      rows.push(JSON.parse(line) as Row);
    } catch {
      throw new BackendError(
        'bad-response',
        `${http.asked.name}: ${http.asked.host} answered ${request.path} with a line that is not JSON. It may be another product, ` +
          'or the answer was cut off.',
      );
    }
  }
  return rows;
}

/** Names of fields, or values of one, most frequent first. */
export async function listValues(
  http: Http,
  what: 'field_names' | 'field_values',
  query: string,
  range: TimeRange,
  field: string | undefined,
  signal: AbortSignal,
): Promise<string[]> {
  const form = [
    ['query', query],
    ['field', field],
    ['limit', field ? 1000 : undefined],
    ...times(range),
  ] as const;
  const answer = await http.json(
    { method: 'POST', path: `/select/logsql/${what}`, form, signal },
    fieldValues,
  );
  return answer.values
    .filter(({ value }) => value !== '')
    .sort((a, b) => b.hits - a.hits)
    .map(({ value }) => value);
}

/** RFC 3339 with ns, as LogsQL writes times; undefined for none. */
export function timeMs(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const ms = Date.parse(text.replace(/(\.\d{3})\d+/, '$1'));
  return Number.isNaN(ms) ? undefined : ms;
}

export const numberOf = (text: string | undefined): number => {
  const value = Number(text ?? 0);
  return Number.isFinite(value) ? value : 0;
};
