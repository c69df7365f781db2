import { asLine, type Grammar, type ReadFrame, splitPosition } from './frame.ts';

/** `at [loader/][module/]com.acme.Main$Inner.go(Main.java:7)`; causes follow what they caused, shared frames elided. */
export const java: Grammar = {
  language: 'java',
  innermost: 'first',
  causes: 'after',
  read: (lines) =>
    dotted(lines, (text, name, place) => {
      if (place.file?.endsWith('.php') || !name.includes('.')) return undefined;
      return { ...place, function: name, raw: text };
    }),
};

/**
 * OpenTelemetry's PHP SDK writes Java's form with base names; PHP itself writes `#0 file(12): Class->method()`, where
 * the place is the caller's: the function it stands in is named by the next entry.
 */
export const php: Grammar = {
  language: 'php',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const javaLike = dotted(lines, (text, name, place) => {
      if (place.file !== undefined && !place.file.endsWith('.php')) return undefined;
      return { ...place, function: name, raw: text };
    });
    return javaLike.some((frame) => frame.file) ? javaLike : native(lines);
  },
};

type Place = { file: string | undefined; line: number | undefined };

function dotted(
  lines: readonly string[],
  make: (raw: string, name: string, place: Place) => Omit<ReadFrame, 'section' | 'textLine'> | undefined,
): ReadFrame[] {
  const frames: ReadFrame[] = [];
  let section = 0;
  let suppressed: number | undefined;
  lines.forEach((line, textLine) => {
    const text = line.trim();
    const indent = line.length - line.trimStart().length;
    if (text.startsWith('Caused by: ') && (suppressed === undefined || indent < suppressed)) {
      section++;
      suppressed = undefined;
    } else if (text.startsWith('Suppressed: ') && indent > 0) suppressed ??= indent;
    if (!text.startsWith('at ')) return;
    // A suppressed exception stands aside of the chain; its frames are indented below it.
    if (suppressed !== undefined && indent > suppressed) return;
    suppressed = undefined;
    const open = text.indexOf('(');
    const close = text.indexOf(')', open);
    if (open < 4 || close < 0) return;
    const name = withoutModule(text.slice(3, open));
    if (name === '' || /\s/.test(name)) return;
    const place = placeOf(text.slice(open + 1, close));
    const frame = place && make(text, name, place);
    if (frame) frames.push({ ...frame, section, textLine });
  });
  return frames;
}

/** Undefined for what is no place: .NET's parameter lists stand where Java has the file. */
function placeOf(text: string): Place | undefined {
  const colon = text.lastIndexOf(':');
  const line = colon < 0 ? undefined : asLine(text.slice(colon + 1));
  const file = line === undefined ? text : text.slice(0, colon);
  if (/^[^\s<>:()]+\.\w+$/.test(file)) return { file, line };
  const unknown = /^(Native Method|Unknown Source|SourceFile|<\w+>)$/.test(file);
  return unknown ? { file: undefined, line: undefined } : undefined;
}

/** Drops `app//` and `java.base@17/`, but not the slash of a hidden class: `Main$$Lambda/0x0000748ae4149c00`. */
function withoutModule(name: string): string {
  const hidden = name.search(/\/0x[0-9a-f]+\b/);
  return name.slice(name.lastIndexOf('/', hidden < 0 ? name.length : hidden - 1) + 1);
}

function native(lines: readonly string[]): ReadFrame[] {
  const frames: ReadFrame[] = [];
  let section = 0;
  let open: ReadFrame | undefined;
  const flush = (name?: string) => {
    if (open) frames.push({ ...open, function: name });
    open = undefined;
  };
  lines.forEach((line, textLine) => {
    const raw = line.trim();
    const entry = /^#\d+ (.+)$/.exec(raw);
    if (!entry) {
      const place = splitPosition(raw.slice(raw.lastIndexOf(' in ') + 4));
      if (!place?.file.endsWith('.php')) return;
      flush();
      if (raw.startsWith('Next ')) section++;
      open = { section, textLine, raw, file: place.file, line: place.line };
      return;
    }
    const { file, line: number, name } = nativeEntry(entry[1] ?? '');
    flush(name);
    if (file) open = { section, textLine, raw, file, line: number };
  });
  flush();
  // PHP prints the cause first; the sections are turned round so that the one order holds for both forms.
  return frames.map((frame) => ({ ...frame, section: section - frame.section }));
}

function nativeEntry(text: string): { file?: string; line?: number; name?: string } {
  if (text === '{main}') return { name: '{main}' };
  const colon = text.indexOf('): ');
  const place = colon < 0 ? '' : text.slice(0, colon);
  const call = colon < 0 ? text.replace(/^\[internal function\]: /, '') : text.slice(colon + 3);
  const args = call.indexOf('(');
  const name = args < 0 ? call : call.slice(0, args);
  const open = place.lastIndexOf('(');
  const line = open < 0 ? undefined : asLine(place.slice(open + 1));
  return line === undefined ? { name } : { name, file: place.slice(0, open), line };
}
