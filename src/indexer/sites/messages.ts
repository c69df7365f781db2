import type { HandlerRef, MessageCode } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';
import { handlerOf, lastHandler } from './handlers.ts';
import { fits, here, shortName } from './row-fit.ts';
import { argument, type MessageRow, receiverText } from './rows.ts';

/** Listeners and senders of topics, queues and subjects. */
export function messageSites(view: FactsView, rows: Map<string, MessageRow[]>): MessageCode[] {
  const found: MessageCode[] = [];
  const { facts } = view;
  for (const call of facts.calls) {
    const row = rows
      .get(call.name)
      ?.find(
        (r) =>
          (r.on === 'new') === call.isNew &&
          r.on !== 'annotation' &&
          fits(view, r, receiverText(facts.calls, call)),
      );
    if (!row) continue;
    const around = view.functionAround(call.owner);
    const enclosing: HandlerRef =
      around && around.name !== ''
        ? here(around)
        : { kind: 'here', line: call.line, endLine: call.endLine, symbol: '' };
    const handler = ownHandler(view, row, call.args) ?? enclosing;
    for (const destination of view.texts(argument(call.args, row.destination)))
      found.push({
        destination,
        direction: row.direction,
        handler,
        line: call.line,
        unit: view.unit(call.owner),
      });
  }
  for (const annotation of facts.annotations) {
    const decl = view.decl(annotation.decl);
    const row = rows
      .get(shortName(annotation.name))
      ?.find((r) => r.on === 'annotation' && fits(view, r, annotation.name));
    if (!row || !decl) continue;
    for (const destination of view.texts(argument(annotation.args, row.destination)))
      found.push({
        destination,
        direction: row.direction,
        handler: here(decl),
        line: decl.line,
        unit: unitOf(decl),
      });
  }
  return found;
}

function ownHandler(
  view: FactsView,
  row: MessageRow,
  args: Parameters<typeof lastHandler>[1],
): HandlerRef | undefined {
  if (row.handler === 'last') return lastHandler(view, args.slice(1));
  return row.handler === 'decl' || row.handler === 'enclosing'
    ? undefined
    : handlerOf(view, argument(args, row.handler));
}
