import type { Confidence } from '../../core/mapping/resolution.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import type { HandlerRef, Unit } from '../sites/code-site.ts';
import type { Collector } from './collector.ts';
import { handlerTargets, type Target } from './handler-rows.ts';
import { type Claim, declCandidate, lineCandidate, rangeCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

const lowered = (level: Confidence): Confidence => (level === 'exact' ? 'likely' : 'guess');

/**
 * Proposes the code a handler names, and the place where it is registered beside it. A handler that cannot be found
 * leaves the registration as the answer.
 */
export function addTargets(
  ctx: ResolveContext,
  out: Collector,
  entry: FileEntry,
  site: { readonly line: number; readonly unit: Unit; readonly handler: HandlerRef },
  claim: Claim,
  /** The HTTP method, where one is known: views that are classes have a method for each. */
  verb = '',
): void {
  const targets = handlerTargets(ctx, entry, site.unit, site.handler).map((t) => methodOfView(ctx, t, verb));
  for (const target of targets) {
    if (target.kind === 'range') {
      out.add(rangeCandidate(ctx.index, target.entry, target, claim));
      continue;
    }
    const file = ctx.index.files.get(target.row.file);
    if (!file) continue;
    const level = target.sure ? claim.level : 'guess';
    out.add(declCandidate(ctx.index, file, target.row, { ...claim, level }));
  }
  if (site.line === 0) return;
  const known = targets.some((t) => t.kind === 'range' && t.line === site.line && t.entry.id === entry.id);
  if (known) return;
  const role = targets.length > 0 ? 'registration' : 'code';
  out.add(
    lineCandidate(ctx.index, entry, site.line, {
      ...claim,
      level: targets.length > 0 ? claim.level : lowered(claim.level),
      role,
      why:
        targets.length > 0
          ? `Registered here. ${claim.why}`
          : `${claim.why} Its handler was not found in the workspace.`,
    }),
  );
}

/** `get` of a Django or Flask view. What a view inherits is not in its class, which is then the answer. */
function methodOfView(ctx: ResolveContext, target: Target, verb: string): Target {
  if (target.kind !== 'row' || target.row.kind !== 'class' || verb === '') return target;
  const path = target.row.path ? `${target.row.path}.${target.row.name}` : target.row.name;
  const own = ctx.index.symbols
    .namedIn(target.row.file, verb.toLowerCase())
    .filter((row) => row.path === path && row.kind !== 'class');
  return own.length === 1 && own[0] ? { ...target, row: own[0] } : target;
}
