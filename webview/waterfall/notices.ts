import { plural } from '../../src/core/trace/units.ts';
import type { Notice } from './banner.ts';
import type { Doc } from './doc.ts';
import { isFiltering } from './row-filter.ts';

export type NoticeActions = {
  readonly refresh: () => void;
  readonly showAll: () => void;
  readonly unfocus: () => void;
  readonly reveal: (span: number) => void;
  readonly findings: () => void;
};

/** Only so many of a trace's own notes are put above it; the rest is among the findings. */
const MOST_NOTES = 2;

/** What must be said above the rows, the most pressing first. */
export function noticesOf(doc: Doc, whole: boolean, actions: NoticeActions): Notice[] {
  const notices: Notice[] = [];
  const { model, trace, findings } = doc;
  if (!whole)
    notices.push({
      id: 'preview',
      kind: 'info',
      text: `The first ${plural(trace.count, 'span')}; the rest is on its way.`,
      actions: [],
      dismissible: false,
    });
  const incomplete = findings?.health.notes.filter((note) => note.incomplete) ?? [];
  for (const note of incomplete.slice(0, MOST_NOTES)) {
    const [span] = note.spans;
    const show = span === undefined ? [] : [{ label: 'Show', run: () => actions.reveal(span) }];
    notices.push({
      id: `health-${note.kind}`,
      kind: 'warning',
      text: note.text,
      actions: [{ label: 'Refresh', run: actions.refresh }, ...show],
      dismissible: true,
    });
  }
  if (model.focus >= 0) {
    const name = trace.strings.get(trace.name[model.focus] ?? 0);
    notices.push({
      id: 'focus',
      kind: 'info',
      text: `Only ${name} and what is below it.`,
      actions: [{ label: 'Whole trace', run: actions.unfocus }],
      dismissible: false,
    });
  }
  if (isFiltering(model.filter) && model.hidden > 0)
    notices.push({
      id: 'filter',
      kind: 'info',
      text: `${plural(model.hidden, 'span')} of ${trace.count.toLocaleString('en')} hidden by filters.`,
      actions: [{ label: 'Show all', run: actions.showAll }],
      dismissible: false,
    });
  return notices;
}
