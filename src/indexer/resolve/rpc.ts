import { familyOf, familyOfSdk } from '../../core/mapping/language.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { KIND } from '../../core/trace/columns.ts';
import { FILE } from '../files/classify-file.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { SymbolRow } from '../indexes/symbol-index.ts';
import type { RpcCode } from '../sites/code-site.ts';
import { addTargets } from './add-targets.ts';
import type { Collector } from './collector.ts';
import { declCandidate, lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

export type RpcName = { readonly service: string; readonly method: string };

/** New form `pkg.Service/Method` in rpc.method, old form in two keys, and gRPC's span name. */
export function rpcNameOf(site: SpanSite): RpcName | undefined {
  const { attributes: a } = site;
  const full = a['rpc.method'] ?? '';
  const slash = full.lastIndexOf('/');
  const service = (slash > 0 ? full.slice(0, slash) : a['rpc.service']) ?? '';
  const method = slash > 0 ? full.slice(slash + 1) : full;
  if (service && method) return { service: simpleName(service), method };
  const isGrpc = (a['rpc.system.name'] ?? a['rpc.system']) !== undefined;
  const name = isGrpc ? /^\/?([\w.]+)\/(\w+)$/.exec(site.name) : null;
  return name?.[1] && name[2] ? { service: simpleName(name[1]), method: name[2] } : undefined;
}

const simpleName = (service: string) => service.replace(/^.*[./]/, '');

/** `PlaceOrder`, `placeOrder`, `place_order`, `PlaceOrderAsync` */
export function methodForms(method: string): string[] {
  const lower = method.charAt(0).toLowerCase() + method.slice(1);
  const snake = method.replace(/([a-z0-9])([A-Z])/g, '$1_$2').toLowerCase();
  const upper = method.charAt(0).toUpperCase() + method.slice(1);
  return [...new Set([method, upper, lower, snake, `${upper}Async`])];
}

export function resolveRpc(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const rpc = rpcNameOf(site);
  if (!rpc) return;
  if (site.kind === KIND.client || site.kind === KIND.producer) callSites(ctx, site, rpc, out);
  else implementations(ctx, site, rpc, out);
}

function implementations(ctx: ResolveContext, site: SpanSite, rpc: RpcName, out: Collector): void {
  const forms = methodForms(rpc.method);
  const family = familyOfSdk(site.language);
  const found: { entry: FileEntry; row: SymbolRow }[] = [];
  let registered = 0;
  for (const { entry, sites } of ctx.index.filesWith('rpc')) {
    if (family && entry.language && familyOf(entry.language) !== family) continue;
    for (const code of sites.rpc) {
      if (code.service !== rpc.service) continue;
      if (code.method === '') found.push(...methodsOf(ctx, entry, code, forms));
      else if (forms.includes(code.method) && (entry.flags & FILE.generated) === 0) {
        registered++;
        addTargets(ctx, out, entry, code, claim(rpc, entry, ctx.roots.preferenceOf(site)(entry), 'likely'));
      }
    }
  }
  const own = found.filter((f) => (f.entry.flags & FILE.generated) === 0);
  const real = own.filter((f) => (f.entry.flags & FILE.test) === 0);
  const chosen = real.length > 0 ? real : own;
  for (const { entry, row } of own)
    out.add(
      declCandidate(
        ctx.index,
        entry,
        row,
        claim(
          rpc,
          entry,
          ctx.roots.preferenceOf(site)(entry),
          chosen.length === 1 && chosen[0]?.row === row ? 'likely' : 'guess',
        ),
      ),
    );
  for (const { entry, row } of found.filter((f) => !own.includes(f)))
    out.reject('rpc', `${entry.path}:${row.line}`, 'It is generated code.');
  if (own.length === 0 && registered === 0) {
    out.reason(`No implementation of ${rpc.service}/${rpc.method} was found in this workspace.`);
    out.reject('rpc', `${rpc.service}/${rpc.method}`, 'No class of the workspace implements it.');
  }
}

const claim = (rpc: RpcName, entry: FileEntry, preference: number, level: 'likely' | 'guess') =>
  ({
    strategy: 'rpc',
    source: 'entry',
    level,
    bonus: preference * 5,
    why: `The span serves ${rpc.service}/${rpc.method}; ${entry.path} implements ${rpc.service}.`,
  }) as const;

/** Methods of the implementing class, wherever its language lets them be. */
function methodsOf(
  ctx: ResolveContext,
  entry: FileEntry,
  code: RpcCode,
  forms: readonly string[],
): { entry: FileEntry; row: SymbolRow }[] {
  const type = (code.handler.kind === 'here' ? code.handler.symbol : '').split('.').at(-1) ?? '';
  const dir = entry.path.slice(0, Math.max(0, entry.path.lastIndexOf('/')));
  return forms.flatMap((form) =>
    ctx.index.symbols.named(form).flatMap((row) => {
      const at = ctx.index.files.get(row.file);
      if (!at || at.folder !== entry.folder || row.path.split('.').at(-1) !== type) return [];
      const near =
        at.id === entry.id ||
        (at.language === 'go' && at.path.slice(0, Math.max(0, at.path.lastIndexOf('/'))) === dir);
      return near ? [{ entry: at, row }] : [];
    }),
  );
}

const MAX_CALLS = 40;

/** A client span is about the call; the server's code is another span's. */
function callSites(ctx: ResolveContext, site: SpanSite, rpc: RpcName, out: Collector): void {
  const calls = rpcCalls(ctx, site, rpc);
  for (const { entry, line } of calls)
    out.add(
      lineCandidate(ctx.index, entry, line, {
        strategy: 'rpc',
        source: 'call',
        level: 'guess',
        bonus: ctx.roots.preferenceOf(site)(entry) * 5,
        why: `The span calls ${rpc.service}/${rpc.method}; ${entry.path}:${line} calls a method of that name.`,
      }),
    );
  if (calls.length === 0) out.reason(`No call of ${rpc.service}/${rpc.method} was found in this workspace.`);
}

export function rpcCalls(
  ctx: ResolveContext,
  site: SpanSite,
  rpc: RpcName,
): { entry: FileEntry; line: number }[] {
  const family = familyOfSdk(site.language);
  const found: { entry: FileEntry; line: number }[] = [];
  for (const form of methodForms(rpc.method))
    for (const entry of ctx.index.callersOf(form)) {
      if (found.length >= MAX_CALLS) return found;
      if (entry.flags & (FILE.generated | FILE.vendored)) continue;
      if (family && entry.language && familyOf(entry.language) !== family) continue;
      // A call without a receiver is of a function of that name, not of a client.
      for (const call of ctx.facts(entry)?.calls ?? [])
        if (
          call.name === form &&
          (call.receiver !== '' || call.receiverCall >= 0) &&
          !/^(this|self|super)$/.test(call.receiver)
        )
          found.push({ entry, line: call.line });
    }
  return found;
}
