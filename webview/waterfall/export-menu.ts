import type { RedactionReport } from '../../src/core/trace/redaction-report.ts';
import { formatInteger, plural } from '../../src/core/trace/units.ts';
import type { ExportFormat, ExportRequest } from '../../src/protocol/waterfall.ts';
import { button, checkbox } from '../shared/controls.ts';
import { openDialog } from '../shared/dialog.ts';
import { data, el } from '../shared/dom.ts';
import { type MenuItem, openMenu } from '../shared/menu.ts';
import type { Context } from './context.ts';
import { svgText, svgToPng, waterfallSvg } from './export-svg.ts';

const TITLES: Readonly<Record<ExportFormat, string>> = {
  html: 'Page that opens anywhere...',
  otlp: 'OTLP JSON...',
  markdown: 'Copy summary as Markdown',
  png: 'Picture (PNG)...',
  svg: 'Picture (SVG)...',
  dot: 'Service graph (DOT)...',
};
const ORDER: readonly ExportFormat[] = ['html', 'otlp', 'markdown', 'png', 'svg', 'dot'];
/** These carry attributes of spans out. */
const WITH_DATA: ReadonlySet<ExportFormat> = new Set(['html', 'otlp']);

/** Ways to give the trace to others; what is taken out of it is shown before. */
export class ExportMenu {
  readonly #context: Context;
  readonly #formats: () => readonly ExportFormat[];

  constructor(context: Context, formats: () => readonly ExportFormat[]) {
    this.#context = context;
    this.#formats = formats;
  }

  open(anchor: HTMLElement): void {
    const offered = this.#formats();
    const items: MenuItem[] = ORDER.filter((f) => offered.includes(f)).map((format) => ({
      label: TITLES[format],
      run: () => void this.save(format),
    }));
    openMenu(() => items, anchor, 'Share the trace');
  }

  async save(format: ExportFormat): Promise<void> {
    const { doc, theme, store, host } = this.#context;
    if (!doc) return;
    try {
      if (WITH_DATA.has(format))
        return preview(
          await host.call('redactionReport', undefined),
          (redact) => void this.#send({ format, redact }),
        );
      if (format !== 'svg' && format !== 'png') return await this.#send({ format, redact: true });
      const svg = waterfallSvg(doc, theme, store.state.view ?? doc.limits);
      await this.#send({
        format,
        redact: true,
        content: format === 'svg' ? svgText(svg) : await svgToPng(svg),
      });
    } catch (error) {
      this.#context.tell(error instanceof Error ? error.message : String(error));
    }
  }

  async #send(request: ExportRequest): Promise<void> {
    try {
      const where = await this.#context.host.call('export', request);
      if (where)
        this.#context.tell(
          request.format === 'markdown' ? 'The summary is in the clipboard.' : `Saved as ${where}`,
        );
    } catch (error) {
      this.#context.tell(error instanceof Error ? error.message : String(error));
    }
  }
}

const MOST_KEYS = 30;

function preview(report: RedactionReport, go: (redact: boolean) => void): void {
  let redact = true;
  const { attributes, texts } = report;
  const nothing = attributes.length === 0 && texts === 0;
  const rows = attributes
    .slice(0, MOST_KEYS)
    .map(({ key, values, whole }) =>
      el(
        'tr',
        {},
        el('th', { scope: 'row' }, data(key)),
        el('td', {}, formatInteger(values)),
        el('td', { class: 'dim' }, whole ? 'all of it' : 'the secret within'),
      ),
    );
  const more = attributes.length - rows.length;
  const content = nothing
    ? [
        el(
          'p',
          {},
          'Nothing in the trace looks like a secret. Names of services, hosts and statements go along: look through them before you give the file away.',
        ),
      ]
    : [
        el('p', {}, 'These values look like secrets and are replaced by [redacted]:'),
        el('table', { class: 'stats' }, el('tbody', {}, ...rows)),
        ...(more > 0 ? [el('p', { class: 'dim' }, `and ${plural(more, 'more key', 'more keys')}`)] : []),
        ...(texts > 0
          ? [el('p', {}, `${plural(texts, 'name or message', 'names and messages')} with a secret in it.`)]
          : []),
        checkbox('Strip them', true, (on) => {
          redact = on;
        }),
      ];
  const save = button({ label: 'Save', appearance: 'primary' }, () => {
    dialog.close();
    go(redact);
  });
  const dialog = openDialog('What goes out of this machine', content, [save]);
}
