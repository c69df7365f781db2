import { asLine, type Grammar, type ReadFrame, splitPosition } from './frame.ts';

/** Bytes of the buffer the Go SDK prints a stack into; a longer dump ends in the middle of a line. */
const GO_BUFFER = 2048;

/** A function line, then `\t/path/file.go:42 +0x1d`. */
export const go: Grammar = {
  language: 'go',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    const offsets = lines.some((line) => /^\t.+\.(go|s):\d+ \+0x/.test(line));
    const size = lines.reduce((sum, line) => sum + line.length + 1, -1);
    let name: string | undefined;
    let goroutines = 0;
    for (const [textLine, line] of lines.entries()) {
      if (/^goroutine \d+ .*:$/.test(line) && ++goroutines > 1 && frames.length > 0) break;
      if (!line.startsWith('\t') && !line.startsWith('    ')) {
        name = line.trim() === '' ? undefined : goName(line.trim());
        continue;
      }
      const raw = line.trimStart();
      const blank = raw.indexOf(' ');
      const place = splitPosition(blank < 0 ? raw : raw.slice(0, blank));
      const last = textLine === lines.length - 1;
      // Cut inside the line number: `service.go:4` may have been 42.
      const cut = last && blank < 0 && (offsets || size >= GO_BUFFER - 1);
      if (place && !cut && /\.(go|s)$/.test(place.file) && place.column === undefined)
        frames.push({ section: 0, textLine, raw: raw.trimEnd(), ...place, function: name });
      name = undefined;
    }
    return frames;
  },
};

function goName(text: string): string {
  const created = text.startsWith('created by ');
  const name = created ? text.slice(11).replace(/ in goroutine \d+$/, '') : text;
  // Arguments come last; receivers such as `(*T)` are followed by more name.
  return !created && name.endsWith(')') ? name.slice(0, name.lastIndexOf('(')) : name;
}

/** `   at Type.Method(args) in /path/File.cs:line 42`, in whatever language the runtime speaks. */
export const dotnet: Grammar = {
  language: 'dotnet',
  innermost: 'first',
  causes: 'before',
  read: (lines) => {
    const read = lines.map(dotnetLine);
    const words = new Set(['at']);
    for (const frame of read) if (frame?.file) words.add(frame.word);
    const frames: ReadFrame[] = [];
    let section = 0;
    read.forEach((frame, textLine) => {
      const raw = (lines[textLine] ?? '').trim();
      if (/^---.*---$/.test(raw) && / inner /.test(raw)) section++;
      if (frame && words.has(frame.word)) {
        const { word: _, ...parts } = frame;
        frames.push({ ...parts, section, textLine, raw });
      }
    });
    return frames;
  },
};

type DotnetFrame = { word: string; function: string; file?: string; line?: number };

function dotnetLine(text: string): DotnetFrame | undefined {
  const line = text.trimEnd();
  const body = line.trimStart();
  const blank = body.indexOf(' ');
  if (body.length === line.length || blank < 0) return undefined;
  const call = body.slice(blank + 1);
  const open = call.indexOf('(');
  const close = call.indexOf(')', open);
  if (open < 1 || close < 0 || !/^[^\s(){};=]*[^\s(){};=.]$/.test(call.slice(0, open))) return undefined;
  // `Main.java:7` or `x.js:1:2` between the parentheses is a place, not a parameter list.
  if (call.slice(open, close).includes(':') || !/[.]/.test(call.slice(0, open))) return undefined;
  const frame = { word: body.slice(0, blank), function: dotnetName(call.slice(0, open)) };
  if (close === call.length - 1) return frame;
  const place = dotnetPlace(call.slice(close + 1));
  return place ? { ...frame, ...place } : undefined;
}

/** ` in /path/File.cs:line 42`, ` dans /path/File.cs:ligne 42` */
function dotnetPlace(text: string): { file: string; line: number } | undefined {
  const start = text.indexOf(' ', 1);
  const end = text.lastIndexOf(' ');
  const colon = text.lastIndexOf(':', end);
  const line = asLine(text.slice(end + 1).replace(/\.$/, ''));
  if (!text.startsWith(' ') || start < 0 || colon <= start + 1 || line === undefined) return undefined;
  const word = text.slice(colon + 1, end);
  return word === '' || word.includes(' ') ? undefined : { file: text.slice(start + 1, colon), line };
}

/** `Orders.<PlaceAsync>d__3.MoveNext` and `Orders.<>c.<Run>b__0_0` were written as PlaceAsync and Run. */
function dotnetName(name: string): string {
  const made = /^(.*?)(?:\.<>c(?:__DisplayClass[\w]*)?)?[.+]<([^<>]+)>[a-z]__[\w|]*(?:\.MoveNext)?$/.exec(
    name,
  );
  return made ? `${made[1]}.${made[2]}` : name;
}

/** `  3: name` then `     at ./src/main.rs:4:5`; also the one place a panic names without a backtrace. */
export const rust: Grammar = {
  language: 'rust',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    let name: string | undefined;
    lines.forEach((line, textLine) => {
      const raw = line.trim();
      const numbered = /^\d+:\s+(?:0x[0-9a-f]+ - )?(\S.*)$/.exec(raw);
      const panic = raw.indexOf(' panicked at ');
      if (numbered) name = numbered[1]?.replace(/::h[0-9a-f]{16}$/, '');
      let text = raw.startsWith('at ') ? raw.slice(3) : undefined;
      if (panic > 0) {
        // Before Rust 1.73 the place followed the message: panicked at 'oh no', src/main.rs:4:5
        const quoted = raw.lastIndexOf("', ");
        text = (quoted < panic ? raw.slice(panic + 13) : raw.slice(quoted + 3)).replace(/:$/, '');
      }
      const place = text === undefined ? undefined : splitPosition(text);
      if (!place?.file.endsWith('.rs')) return;
      frames.push({ section: 0, textLine, raw, ...place, function: panic > 0 ? undefined : name });
    });
    return frames;
  },
};
