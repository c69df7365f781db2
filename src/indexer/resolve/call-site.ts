import type { Call, Decl } from '../../core/facts/facts.ts';
import { levelOf } from '../../core/mapping/candidate.ts';
import type { ResolvedCode } from '../../core/mapping/resolution.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { FILE } from '../files/classify-file.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { FactsView, unitOf } from '../sites/facts-view.ts';
import type { Collector } from './collector.ts';
import { handlerTargets } from './handler-rows.ts';
import { lineCandidate } from './make-candidate.ts';
import { type OutboundMatch, outboundMatch, type Strength } from './outbound-match.ts';
import type { ResolveContext } from './resolve-context.ts';

const MAX_DEPTH = 3;
const MAX_FUNCTIONS = 60;
const MAX_CALLS = 200;

type Found = {
  readonly entry: FileEntry;
  readonly line: number;
  readonly strength: Strength;
  readonly depth: number;
};

/** A function, by its lines in its file. */
type Body = {
  readonly entry: FileEntry;
  readonly line: number;
  readonly endLine: number;
  readonly depth: number;
};

/**
 * Where a span without a location of its own was made: the call in the nearest resolved ancestor, or in what that
 * calls, which did what the span says. Where no call fits the ancestor itself is named as the caller.
 */
export function inferCallSite(
  ctx: ResolveContext,
  site: SpanSite,
  ancestor: ResolvedCode,
  out: Collector,
): void {
  const folder = ctx.index.files.folders.findIndex((f) => f.path === ancestor.folder);
  const entry = ctx.index.files.find(folder, ancestor.file);
  if (!entry) return;
  const match = outboundMatch(site);
  const found = match ? search(ctx, entry, ancestor, match) : [];
  const strong = found.filter((f) => f.strength === 'strong');
  const named = found.filter((f) => f.strength === 'named');
  const nearest = strong.length > 0 ? strong : named.length > 0 ? named : found;
  const firm = strong.length === 1 && levelOf(ancestor.confidence) > 0;
  // Several calls that only look alike say nothing about which one it was.
  if (match && (strong.length > 0 || nearest.length === 1))
    for (const { entry: at, line, strength, depth } of nearest)
      out.add(
        lineCandidate(ctx.index, at, line, {
          strategy: match.what.startsWith('a statement') ? 'database' : 'http-call',
          source: 'call',
          level: firm ? 'likely' : 'guess',
          bonus: 20 - depth,
          why: `${at.path}:${line} ${strength === 'weak' ? 'looks like' : 'does'} ${match.what}, ${depth === 0 ? 'in' : 'reached from'} ${ancestor.symbol || ancestor.file}, where the parent span is.`,
        }),
      );
  out.add({
    ...lineCandidate(ctx.index, entry, ancestor.line, {
      strategy: 'called-from',
      source: 'ancestor',
      level: 'guess',
      role: 'called from',
      why: `The nearest span around it with known code is at ${ancestor.symbol || ancestor.file}: called from there.`,
    }),
    endLine: ancestor.endLine,
  });
}

function search(
  ctx: ResolveContext,
  entry: FileEntry,
  ancestor: ResolvedCode,
  match: OutboundMatch,
): Found[] {
  const found: Found[] = [];
  const queue: Body[] = [{ entry, line: ancestor.line, endLine: ancestor.endLine, depth: 0 }];
  const seen = new Set<string>();
  while (queue.length > 0 && seen.size < MAX_FUNCTIONS) {
    const body = queue.shift();
    const facts = body && ctx.facts(body.entry);
    if (!body || !facts) continue;
    const view = new FactsView(facts);
    const decl = declAt(facts.decls, body);
    const key = `${body.entry.id}:${decl?.line ?? body.line}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const range = decl ?? { startLine: body.line, endLine: body.endLine };
    const calls = facts.calls
      .filter((c) => c.line >= range.startLine && c.line <= range.endLine)
      .slice(0, MAX_CALLS);
    for (const call of calls) {
      const strength = match.test(view, call);
      // What this workspace declares is not the library that made the span, though it may lead there.
      if (strength === 'weak' && ctx.index.symbols.has(call.name)) continue;
      if (strength) found.push({ entry: body.entry, line: call.line, strength, depth: body.depth });
    }
    // What is found near is not looked for further away.
    if (found.some((f) => f.strength !== 'weak')) break;
    if (body.depth < MAX_DEPTH) for (const call of calls) queue.push(...callees(ctx, body, view, decl, call));
  }
  return distinct(found);
}

/** The innermost function around the line, unnamed ones included: an inline handler, not the file's setup. */
function declAt(decls: readonly Decl[], body: Body): Decl | undefined {
  let best: Decl | undefined;
  for (const decl of decls) {
    if (body.line < decl.startLine || body.line > decl.endLine) continue;
    if (
      decl.kind === 'class' ||
      decl.kind === 'namespace' ||
      decl.kind === 'interface' ||
      decl.kind === 'impl'
    )
      continue;
    // A lambda on the line inside a function that starts on an earlier one is an argument, unless the span is it.
    if (best && decl.name === '' && decl.line !== body.line) continue;
    best = decl;
  }
  return best;
}

function callees(
  ctx: ResolveContext,
  body: Body,
  view: FactsView,
  decl: Decl | undefined,
  call: Call,
): Body[] {
  const written = call.receiver ? `${call.receiver}.${call.name}` : call.receiverCall < 0 ? call.name : '';
  // `lines.map(priced)` calls `priced`.
  const handed = call.args.flatMap((arg) => (arg.kind === 'name' && /^\w+$/.test(arg.text) ? arg.text : []));
  const names = [call.name.length < 3 ? '' : written, ...handed].filter((name) => name !== '');
  const around = decl ? unitOf(decl) : view.unit(call.owner);
  const targets = names.flatMap((name) => handlerTargets(ctx, body.entry, around, { kind: 'name', name }));
  return targets.flatMap((target) => {
    if (target.kind !== 'row' || !target.sure) return [];
    const entry = ctx.index.files.get(target.row.file);
    if (!entry || entry.flags & (FILE.generated | FILE.vendored)) return [];
    return [{ entry, line: target.row.line, endLine: target.row.endLine, depth: body.depth + 1 }];
  });
}

function distinct(found: readonly Found[]): Found[] {
  const seen = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.entry.id}:${one.line}`;
    if (!seen.has(key)) seen.set(key, one);
  }
  return [...seen.values()];
}
