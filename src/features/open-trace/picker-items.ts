import * as vscode from 'vscode';
import type { TraceSummary } from '../../core/ports.ts';
import type { Suggestion } from '../../core/query/suggest.ts';
import { findTraceIds } from '../../core/trace/find-ids.ts';
import type { FoundId } from '../../core/trace/naming/found-id.ts';
import { joined, summaryText } from '../../core/trace-list/summary-text.ts';
import type { NamedTrace } from './open-target.ts';

export type Choice =
  | { readonly open: NamedTrace; readonly connection?: string | undefined }
  | { readonly type: string }
  | 'file'
  | 'clipboard'
  | 'list';

/** Items stay whatever is typed: what is typed is a query, not a filter of the list. */
export type PickerItem = vscode.QuickPickItem & { readonly choice?: Choice };

export const COPY_ID = { iconPath: new vscode.ThemeIcon('copy'), tooltip: vscode.l10n.t('Copy trace id') };

export function traceItem(trace: TraceSummary, connection: string, nowMs: number): PickerItem {
  const text = summaryText(trace, nowMs);
  const failed = trace.errorCount ? 'error' : 'pulse';
  return {
    label: `$(${failed}) ${text.label}`,
    description: joined(text.duration, text.service, text.errors, text.spans, text.time),
    buttons: [COPY_ID],
    alwaysShow: true,
    choice: { open: { traceId: trace.traceId, spanId: trace.matchedSpans[0] }, connection },
  };
}

/** What a pasted text names: ids, headers, addresses, log lines. Hex that may be anything is not offered within prose. */
export function idItems(text: string, where: readonly { id: string; name: string }[]): PickerItem[] {
  const found = distinct(findTraceIds(text).filter((id) => id.confidence !== 'low' || isAlone(text, id)));
  return found.slice(0, 8).flatMap((id) => {
    const named = namedOf(id);
    if (id.link && id.link.ui !== 'other') return [openItem(named, linkText(id), undefined)];
    const places = found.length === 1 ? where : where.slice(0, 1);
    return places.map((place, i) =>
      openItem(named, vscode.l10n.t('in {0}', place.name), i === 0 ? undefined : place.id),
    );
  });
}

export function namedOf({ traceId, spanId, link }: FoundId): NamedTrace {
  const known = link && link.ui !== 'other' ? link : undefined;
  return { traceId, spanId, baseUrl: known?.baseUrl, ui: known?.ui, dataSource: known?.dataSource };
}

const openItem = (named: NamedTrace, description: string, connection: string | undefined): PickerItem => ({
  label: `$(go-to-file) ${vscode.l10n.t('Open trace {0}', shortId(named.traceId))}`,
  description,
  alwaysShow: true,
  choice: { open: named, connection },
});

const linkText = ({ link }: FoundId) => vscode.l10n.t('linked from {0}', link?.baseUrl ?? '');

const isAlone = (text: string, { range }: FoundId) => text.trim().length <= range.end - range.start + 2;

/** Without the zeros that fill an id of 64 bits up. */
export const shortId = (traceId: string): string => traceId.replace(/^0{16}/, '');

function distinct(ids: readonly FoundId[]): FoundId[] {
  const seen = new Set<string>();
  return ids.filter(({ traceId }) => !seen.has(traceId) && seen.add(traceId));
}

export function suggestionItem({ label, detail, text }: Suggestion): PickerItem {
  return {
    label: `$(symbol-keyword) ${label}`,
    description: detail,
    alwaysShow: true,
    choice: { type: text },
  };
}

export const heading = (label: string): PickerItem => ({ label, kind: vscode.QuickPickItemKind.Separator });

export function note(icon: string, label: string, description = ''): PickerItem {
  return { label: `$(${icon}) ${label}`, description, alwaysShow: true };
}
