import { ATTR, KIND_NAMES, STATUS } from '../trace/columns.ts';
import { emptyOwner, type Owner } from '../trace/owner-index.ts';
import { BatchWriter } from './batch-writer.ts';
import { KEPT } from './kept.ts';

/** Tags that formats older than OTLP use for what has its own field there. */
const TAGS = [
  'span.kind',
  'error',
  'otel.status_code',
  'otel.status_description',
  'otel.scope.name',
  'otel.scope.version',
  'otel.library.name',
  'otel.library.version',
  'w3c.tracestate',
  'internal.span.format',
] as const;

/**
 * Takes those tags out of a span's attributes. They are interned first, so that their ids are the lowest and an
 * ordinary attribute costs one comparison.
 */
export class OtelTags {
  readonly #w: BatchWriter;
  readonly #first: number;
  readonly #end: number;
  readonly #scope: Owner = emptyOwner();
  #scopeRow = 0;
  /** What `#scopeRow` is for. */
  #lastName = 0;
  #lastVersion = 0;
  #error = false;
  #status = 0;
  /** Lower-case text of the few values that statuses have, by string id. */
  readonly #words = new Map<number, string>();
  readonly #kinds = new Map<number, number>();

  constructor(w: BatchWriter) {
    this.#w = w;
    this.#first = w.batch.strings.size;
    for (const tag of TAGS) w.batch.strings.intern(tag);
    this.#end = w.batch.strings.size;
  }

  start(): void {
    this.#error = false;
    this.#status = 0;
    const scope = this.#scope;
    scope.name = scope.version = 0;
  }

  /** Looks at the attribute just appended, which is the table's last. */
  take(): void {
    const { attributes } = this.#w.batch;
    const at = attributes.length - 1;
    const key = attributes.key.at(at);
    if (key >= this.#end || key < this.#first) return;
    // Texts are string ids: `| 0` keeps them integers on their way out of a table of doubles.
    if (this.#consumes(TAGS[key - this.#first], attributes.type.at(at), attributes.value.at(at) | 0))
      attributes.truncate(at);
  }

  /** Settles status and scope of the span, when all its tags were seen. */
  finish(): void {
    const { row } = this.#w;
    row.status = this.#status || (this.#error ? STATUS.error : STATUS.unset);
    const { name, version } = this.#scope;
    // The last answer is mostly this one's as well.
    if (name !== this.#lastName || version !== this.#lastVersion) {
      this.#scopeRow = this.#w.ownerRow('scope', this.#scope);
      this.#lastName = name;
      this.#lastVersion = version;
    }
    row.scope = this.#scopeRow;
  }

  /** Whether the tag has told all it says and need not stay an attribute. */
  #consumes(tag: (typeof TAGS)[number] | undefined, type: number, value: number): boolean {
    const { batch, row } = this.#w;
    if (tag === 'internal.span.format') return true;
    if (type !== ATTR.string) {
      if (tag !== 'error' || type !== ATTR.bool) return false;
      this.#error = value !== 0;
      return true;
    }
    if (tag === 'span.kind') return this.#takesKind(value);
    let word = this.#words.get(value);
    if (word === undefined) {
      word = batch.strings.get(value).toLowerCase();
      this.#words.set(value, word);
    }
    switch (tag) {
      case 'otel.status_code':
        this.#status = word === 'error' ? STATUS.error : word === 'ok' ? STATUS.ok : STATUS.unset;
        return true;
      case 'otel.status_description':
        row.statusMessage = value;
        return true;
      case 'otel.scope.name':
      case 'otel.library.name':
        this.#scope.name = value;
        return true;
      case 'otel.scope.version':
      case 'otel.library.version':
        this.#scope.version = value;
        return true;
      case 'w3c.tracestate':
        row.traceState = value;
        return true;
      default:
        return this.#takeErrorText(word, value);
    }
  }

  /** Every span has one of a few kinds: their string ids are known after the first ones. */
  #takesKind(value: number): boolean {
    let kind = this.#kinds.get(value);
    if (kind === undefined) {
      kind = (KIND_NAMES as readonly string[]).indexOf(this.#w.batch.strings.get(value).toLowerCase());
      this.#kinds.set(value, kind);
    }
    if (kind >= 0) this.#w.row.kind = kind;
    return kind >= 0;
  }

  /** A mere yes or no is the status alone; any other text says what went wrong and stays. */
  #takeErrorText(word: string, value: number): boolean {
    this.#error = word !== 'false' && word !== 'unset';
    if (word === 'true' || !this.#error) return true;
    this.#w.row.statusMessage ||= value;
    return false;
  }
}

KEPT.push(new OtelTags(new BatchWriter(undefined, 0)));
