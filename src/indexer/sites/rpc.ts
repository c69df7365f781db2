import type { Call } from '../../core/facts/facts.ts';
import type { RpcCode } from './code-site.ts';
import { type FactsView, unitOf } from './facts-view.ts';
import { handlerOf } from './handlers.ts';
import { here, shortName } from './row-fit.ts';
import { argument, type RpcRow } from './rows.ts';

/** Classes and functions that serve the methods of a service. */
export function rpcSites(view: FactsView, rows: readonly RpcRow[]): RpcCode[] {
  const found: RpcCode[] = [];
  const { facts } = view;
  for (const row of rows) {
    if (row.on === 'super') {
      for (const [index, decl] of facts.decls.entries())
        for (const parent of decl.supers) {
          if (
            row.annotated &&
            !facts.annotations.some((a) => a.decl === index && row.annotated?.test(a.name))
          )
            continue;
          const service = row.pattern.exec(parent.replace(/<.*$/s, ''))?.[1];
          if (service)
            found.push({ service, method: '', handler: here(decl), line: decl.line, unit: unitOf(decl) });
        }
      continue;
    }
    if (row.on === 'annotation') {
      for (const a of facts.annotations) {
        const decl = view.decl(a.decl);
        if (!decl || !row.names.includes(shortName(a.name))) continue;
        const service =
          view.text(argument(a.args, row.service)).text ||
          (view.classAround(decl.owner)?.name.replace(/Controller$|Service$/, '') ?? '');
        const method = view.text(argument(a.args, row.method)).text || decl.name;
        found.push({
          service: service.replace(/^.*\./, ''),
          method,
          handler: here(decl),
          line: decl.line,
          unit: unitOf(decl),
        });
      }
      continue;
    }
    for (const call of facts.calls)
      if (row.names.includes(call.name)) found.push(...addedService(view, call, row));
  }
  return found;
}

/** `server.addService(proto.Shop.service, { placeOrder, cancel: cancelOrder })` */
function addedService(view: FactsView, call: Call, row: Extract<RpcRow, { on: 'call' }>): RpcCode[] {
  const service =
    argument(call.args, row.service)
      ?.text.replace(/\.(service|definition)$/, '')
      .replace(/Service$|Definition$/, '')
      .replace(/^.*\./, '') ?? '';
  const given = argument(call.args, row.handlers);
  const handlers =
    given?.kind === 'name' ? view.assigned(given.text).find((a) => a.value.kind === 'object')?.value : given;
  const unit = view.unit(call.owner);
  return (handlers?.items ?? []).flatMap((item) => {
    const method = item.name || (item.kind === 'name' ? item.text : '');
    const handler = handlerOf(view, item);
    return method && handler ? [{ service, method, handler, line: call.line, unit }] : [];
  });
}
