import type { Call, Value } from '../../core/facts/facts.ts';
import { HOLE } from '../../core/facts/facts.ts';
import { PARAM, pathSegments, routeSegments } from '../../core/mapping/route-pattern.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { matchesTemplate } from '../../core/mapping/template.ts';
import { KIND } from '../../core/trace/columns.ts';
import { sqlFingerprint } from '../../core/trace/sql-fingerprint.ts';
import type { CodeText } from '../sites/code-site.ts';
import type { FactsView } from '../sites/facts-view.ts';
import { methodTexts } from '../sites/route-text.ts';
import { isSql } from '../sites/sql.ts';
import { methodForms, rpcNameOf } from './rpc.ts';
import { type Statement, statementOf } from './statement.ts';

/**
 * `strong`: a literal of the span stands in the call; `named`: the kind of operation fits, and the table or its model is
 * named in full; `weak`: the kind of operation fits, and something is called like the table.
 */
export type Strength = 'strong' | 'named' | 'weak';

export type OutboundMatch = {
  /** For the evidence: "the statement SELECT ... orders". */
  readonly what: string;
  readonly test: (view: FactsView, call: Call) => Strength | undefined;
};

/** What a client or producer span did, as a test for the calls of a function. */
export function outboundMatch(site: SpanSite): OutboundMatch | undefined {
  const statement = statementOf(site);
  if (statement) return database(statement);
  const rpc = rpcNameOf(site);
  if (rpc) {
    const forms = new Set([...methodForms(rpc.method), `${rpc.method}Command`, `${rpc.method}Request`]);
    return {
      what: `the call of ${rpc.service}/${rpc.method}`,
      test: (_, call) => (forms.has(call.name) ? 'strong' : undefined),
    };
  }
  const a = site.attributes;
  const topic =
    a['messaging.destination.template'] ?? a['messaging.destination.name'] ?? a['messaging.destination'];
  if (topic && site.kind !== KIND.consumer) return message(topic);
  const url = a['url.full'] ?? a['http.url'] ?? a['url.path'] ?? a['http.target'] ?? '';
  const method = (a['http.request.method'] ?? a['http.method'] ?? '').toUpperCase();
  if (site.kind === KIND.client && (url !== '' || method !== '')) return http(url, method);
  return undefined;
}

const VERBS: Readonly<Record<string, RegExp>> = {
  SELECT:
    /^(?:find|get|query|select|first|all|one|fetch|load|count|list|exists|search|scan|where|aggregate|execute|exec|raw|scalar|single|pluck|filter|to_?list|paginate|any|order_?by|values)/i,
  INSERT: /^(?:save|create|insert|add|persist|store|bulk|build|put|execute|exec|flush|commit|merge)/i,
  UPDATE: /^(?:update|save|set|modify|patch|upsert|execute|exec|flush|commit|merge|increment|touch)/i,
  DELETE: /^(?:delete|remove|destroy|erase|execute|exec|flush|commit|truncate)/i,
};

const KEY_VALUE = /^(?:redis|valkey|memcached|hazelcast|aerospike)/;

function database(statement: Statement): OutboundMatch {
  const { operation, table, system, fingerprint } = statement;
  const what = fingerprint ? `a statement of this shape` : `${operation} ${table}`.trim();
  if (KEY_VALUE.test(system))
    return { what: `${operation} of ${system}`, test: (view, call) => keyValue(view, call, statement) };
  const verbs = VERBS[operation];
  const plain = operation.replace(/[^A-Z]/g, '').toLowerCase();
  return {
    what,
    test(view, call) {
      for (const arg of call.args) {
        const text = sqlText(view, arg);
        if (text !== undefined && sqlFingerprint(text) === fingerprint) return 'strong';
        // BEGIN, COMMIT and their like are too short to be told from other text anywhere else.
        if (arg.kind === 'string' && bare(arg.text) !== '' && bare(arg.text) === bare(statement.text))
          return 'strong';
      }
      const named =
        verbs?.test(call.name) ||
        call.name
          .replace(/_|Async$/g, '')
          .toLowerCase()
          .startsWith(plain || '\0');
      if (!named || (operation === 'SELECT' && endsInWrite(view, call))) return undefined;
      if (namesTable(view, call, table)) return 'named';
      if (call.receiver === '' && call.receiverCall < 0) return undefined;
      return mentions(view, call, table) ? 'weak' : undefined;
    },
  };
}

const bare = (text: string) =>
  text
    .replace(/[\s;]+$/, '')
    .trim()
    .toUpperCase();

function sqlText(view: FactsView, value: Value): string | undefined {
  const { kind, text } = view.text(value);
  if (kind !== 'literal' && kind !== 'template') return undefined;
  return isSql(text) ? text.replaceAll(HOLE, '?') : undefined;
}

/**
 * `db('orders').first()` says the table; `Order.objects.get()`, `session.get(Order, 1)` and `select(Order)` say the class
 * that stands for it, which Django calls `shop_order`.
 */
function namesTable(view: FactsView, call: Call, table: string): boolean {
  if (table === '') return false;
  const classes = new Set([table, table.replace(/^[^_]*_/, '')].map(stemOf));
  const isClass = (text: string) => /^[A-Z]\w{2,}$/.test(text) && classes.has(stemOf(text));
  const chain = [call, ...chainOf(view, call)];
  return chain.some(
    (one) =>
      isClass(/^([A-Z]\w*)(?:\.objects)?$/.exec(one.receiver)?.[1] ?? '') ||
      one.args.some((a) => (a.kind === 'string' ? a.text === table : a.kind === 'name' && isClass(a.text))),
  );
}

const flat = (text: string) => text.replace(/[^A-Za-z0-9]/g, '').toLowerCase();

/** `orders`, `Order` and `order` are one; `entries` and `entry`, too. */
const stemOf = (text: string) =>
  flat(text)
    .replace(/ies$/, 'y')
    .replace(/(?<=[^s])s$/, '');

/** Whether the call, its receiver's type or its arguments name the table: `orderRepository.findById` and `orders`. */
function mentions(view: FactsView, call: Call, table: string): boolean {
  if (table === '') return false;
  const stem = stemOf(table);
  if (stem.length < 3) return false;
  const texts = [
    call.name,
    call.receiver,
    view.typeOf(call.receiver),
    ...call.args.flatMap((a) => [a.text, a.name]),
  ];
  return texts.some((text) => flat(text).includes(stem));
}

/** `db('orders').where(...).delete()` selects nothing: what stands last in the chain is done. */
function endsInWrite(view: FactsView, call: Call): boolean {
  const { calls } = view.facts;
  let index = calls.indexOf(call);
  for (let hops = 0; index >= 0 && hops < 20; hops++) {
    const next = calls.findIndex((one) => one.receiverCall === index);
    if (
      next >= 0 &&
      /^(?:del(?:ete)?|remove|destroy|update|insert|upsert|truncate)/i.test(calls[next]?.name ?? '')
    )
      return true;
    index = next;
  }
  return false;
}

/** The calls before this one in its chain. */
function chainOf(view: FactsView, call: Call): Call[] {
  const out: Call[] = [];
  for (let at = view.call(call.receiverCall); at && out.length < 20; at = view.call(at.receiverCall))
    out.push(at);
  return out;
}

/** `GET user:7` and `redis.get('user:' + id)` */
function keyValue(view: FactsView, call: Call, statement: Statement): Strength | undefined {
  const name = call.name.replace(/_|Async$/g, '').toLowerCase();
  const operation = statement.operation.toLowerCase();
  // StackExchange.Redis says StringGetAsync, HashGet.
  if (
    operation === '' ||
    (name !== operation && name.replace(/^(?:string|hash|list|set|key|sortedset)/, '') !== operation)
  )
    return undefined;
  if (call.receiver === '' && call.receiverCall < 0) return undefined;
  const key = /^\s*\S+\s+(\S+)/.exec(statement.text)?.[1];
  const written = view.text(
    call.args.find((arg) => arg.kind === 'string' || arg.kind === 'template' || arg.kind === 'name'),
  );
  if (key && written.kind === 'literal' && written.text === key) return 'strong';
  if (key && written.kind === 'template' && matchesTemplate(written.text, key)) return 'strong';
  return 'weak';
}

function message(topic: string): OutboundMatch {
  const fits = (view: FactsView, value: Value): boolean => {
    if (value.kind === 'object' || value.kind === 'list') return value.items.some((item) => fits(view, item));
    const { kind, text } = view.text(value);
    return (
      (kind === 'literal' && (text === topic || text.endsWith(`/${topic}`))) ||
      (kind === 'template' && matchesTemplate(text, topic))
    );
  };
  return {
    what: `what is sent to ${topic}`,
    test: (view, call) => {
      if (call.args.some((arg) => fits(view, arg))) return 'strong';
      return /^(?:send|publish|produce|emit|convertAndSend|basicPublish|writeMessages)/i.test(call.name) &&
        call.receiver !== ''
        ? 'weak'
        : undefined;
    },
  };
}

const CLIENTS =
  /axios|got|http|client|fetch|requests|session|rest|template|resty|faraday|guzzle|reqwest|api|^$/i;
const HTTP_NAMES =
  /^(?:fetch|get|post|put|patch|delete|head|request|send|exchange|getfor\w+|postfor\w+|getasync|postasync|putasync|deleteasync|sendasync|do|execute|retrieve|newrequest\w*|urlopen|getfromjsonasync|postasjsonasync|uri|\$?fetch|ofetch|axios|got|ky)$/i;

function http(url: string, method: string): OutboundMatch {
  const actual = pathSegments(url);
  return {
    what: `${method} ${url.replace(/\?.*$/s, '').slice(0, 120)}`.trim(),
    test(view, call) {
      // A helper of the workspace that takes the method and the path: what it is called says nothing.
      if (method !== '' && call.args.some((arg) => methodTexts(arg).includes(method)))
        for (const arg of call.args) if (urlFits(view.text(arg), actual)) return 'strong';
      if (!HTTP_NAMES.test(call.name) || !CLIENTS.test(call.receiver)) return undefined;
      for (const arg of call.args) {
        const fit = urlFits(view.text(arg), actual);
        if (fit) return fit;
        for (const item of arg.kind === 'object' ? arg.items : []) {
          const inner = /^(?:url|path|uri|baseURL)$/.test(item.name)
            ? urlFits(view.text(item), actual)
            : undefined;
          if (inner) return inner;
        }
      }
      const unknown = call.args.some((arg) => arg.kind === 'name' || arg.kind === 'call');
      return unknown &&
        (method === '' ||
          call.name.toUpperCase().includes(method) ||
          /^(fetch|request|send|do|execute|exchange)/i.test(call.name))
        ? 'weak'
        : undefined;
    },
  };
}

/** Whether a URL in code is that of the span: literal segments equal, unknown ones free, the base may be unknown. */
export function urlFits(written: CodeText, actual: readonly string[]): Strength | undefined {
  if (written.kind !== 'literal' && written.kind !== 'template') return undefined;
  const open = written.text.startsWith(HOLE);
  const text = written.text.replace(/^[a-z][\w+.-]*:\/\/[^/?#]*/i, '').replace(/[?#].*$/s, '');
  if (!/[/]/.test(text)) return undefined;
  const expected = routeSegments((open ? text.replace(/^[^/]*/, '') : text).replaceAll(HOLE, ':x'));
  const tail = open ? actual.slice(-expected.length || actual.length) : actual;
  if (expected.length === 0 || expected.length !== tail.length) return undefined;
  let literal = 0;
  for (const [i, segment] of expected.entries()) {
    if (segment === PARAM) continue;
    if (segment !== tail[i]) return undefined;
    literal++;
  }
  return literal > 0 ? 'strong' : undefined;
}
