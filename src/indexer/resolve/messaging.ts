import { familyOf, familyOfSdk } from '../../core/mapping/language.ts';
import type { SpanSite } from '../../core/mapping/span-site.ts';
import { matchesTemplate } from '../../core/mapping/template.ts';
import { KIND } from '../../core/trace/columns.ts';
import type { FileEntry } from '../indexes/file-table.ts';
import { fillPlaceholders } from '../indexes/property-values.ts';
import { simple } from '../indexes/span-name-index.ts';
import type { CodeText, MessageCode } from '../sites/code-site.ts';
import { addTargets } from './add-targets.ts';
import type { Collector } from './collector.ts';
import { lineCandidate } from './make-candidate.ts';
import type { ResolveContext } from './resolve-context.ts';

const CONSUME = /^(?:process|receive|deliver|settle|consume|poll)/i;

/** Topic, queue or subject of a consumer or producer span. */
export function resolveMessaging(ctx: ResolveContext, site: SpanSite, out: Collector): void {
  const { attributes: a } = site;
  const destinations = [
    a['messaging.destination.template'],
    a['messaging.destination.name'],
    a['messaging.destination'],
  ];
  const names = [...new Set(destinations.filter((d) => d !== undefined && d !== ''))] as string[];
  if (names.length === 0) return;
  const operation =
    a['messaging.operation.type'] ?? a['messaging.operation'] ?? a['messaging.operation.name'] ?? '';
  const consumes = site.kind === KIND.consumer || (site.kind !== KIND.producer && CONSUME.test(operation));
  const direction = consumes ? 'consume' : 'produce';
  const hits = findMessages(ctx, site, names, direction);
  for (const { entry, code, exact } of hits) {
    const claim = {
      strategy: 'messaging',
      source: consumes ? 'entry' : 'call',
      level: exact && consumes && hits.length === 1 ? 'likely' : 'guess',
      bonus: ctx.roots.preferenceOf(site)(entry) * 5,
      why: `The span ${consumes ? 'consumes from' : 'sends to'} ${names[0]}; ${entry.path}:${code.line} ${consumes ? 'listens to' : 'sends to'} it.`,
    } as const;
    if (consumes) addTargets(ctx, out, entry, code, claim);
    else out.add(lineCandidate(ctx.index, entry, code.line, claim));
  }
  if (hits.length === 0 && consumes) {
    out.reason(`No listener for ${names[0]} was found in this workspace.`);
    out.reject('messaging', names[0] ?? '', 'No listener of the workspace names it.');
  }
}

type Hit = { readonly entry: FileEntry; readonly code: MessageCode; readonly exact: boolean };

function findMessages(
  ctx: ResolveContext,
  site: SpanSite,
  names: readonly string[],
  direction: MessageCode['direction'],
): Hit[] {
  const family = familyOfSdk(site.language);
  const hits: Hit[] = [];
  for (const { entry, sites } of ctx.index.filesWith('messages')) {
    if (family && entry.language && familyOf(entry.language) !== family) continue;
    for (const code of sites.messages) {
      if (code.direction !== direction) continue;
      const fit = names.some((name) => fits(ctx, code.destination, name));
      const like =
        !fit &&
        code.destination.kind === 'template' &&
        names.some((n) => matchesTemplate(code.destination.text, n));
      if (fit || like) hits.push({ entry, code, exact: fit });
    }
  }
  return hits.some((h) => h.exact) ? hits.filter((h) => h.exact) : hits;
}

function fits(ctx: ResolveContext, destination: CodeText, name: string): boolean {
  switch (destination.kind) {
    case 'literal':
      return (
        destination.text === name ||
        // Queue URLs and ARNs end in the name.
        destination.text.endsWith(`/${name}`) ||
        destination.text.endsWith(`:${name}`) ||
        fillPlaceholders(destination.text, ctx.properties()).some((text) => text.split(',').includes(name))
      );
    case 'constant':
      return ctx.index.spanNames.constants(name).some((c) => c.name === simple(destination.text));
    default:
      return false;
  }
}
