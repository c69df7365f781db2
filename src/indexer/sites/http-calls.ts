import type { HttpCallCode } from './code-site.ts';
import type { FactsView } from './facts-view.ts';
import { argument, type HttpCallRow, receiverText } from './rows.ts';

/** Calls of HTTP clients with a URL that is at least partly known. */
export function httpCallSites(view: FactsView, rows: Map<string, HttpCallRow[]>): HttpCallCode[] {
  const found: HttpCallCode[] = [];
  const { facts } = view;
  for (const call of facts.calls) {
    const receiver = receiverText(facts.calls, call);
    const row = rows.get(call.name)?.find((r) => !r.receiver || r.receiver.test(receiver));
    const value = row && argument(call.args, row.url);
    if (!row || !value) continue;
    const url = view.text(value);
    if (url.kind !== 'literal' && url.kind !== 'template') continue;
    if (!/[/:]/.test(url.text)) continue;
    const method =
      row.method === 'name'
        ? call.name
            .replace(/^(?:exchange|Send|send_)|(?:Async|ForObject|ForEntity|FromJsonAsync|AsJsonAsync)$/g, '')
            .toUpperCase()
        : 'is' in row.method
          ? row.method.is
          : view.text(argument(call.args, row.method.at)).text.toUpperCase();
    found.push({ method, url, line: call.line, unit: view.unit(call.owner) });
  }
  return found;
}
