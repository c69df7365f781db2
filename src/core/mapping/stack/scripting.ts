import { asLine, type Grammar, type ReadFrame } from './frame.ts';

/** `File "x.py", line 3, in f`: most recent call last, causes before what they led to. */
export const python: Grammar = {
  language: 'python',
  innermost: 'last',
  causes: 'before',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    let section = 0;
    lines.forEach((line, textLine) => {
      // Exception groups draw a tree of `|` and `+` before each line.
      const raw = line.replace(/^[\s|+-]+/, '').trimEnd();
      if (raw.includes('Traceback (most recent call last)') && frames.at(-1)?.section === section) section++;
      if (!raw.startsWith('File "')) return;
      const end = raw.indexOf('", line ');
      if (end < 0) return;
      const rest = raw.slice(end + 8);
      const comma = rest.indexOf(', in ');
      const number = asLine(comma < 0 ? rest : rest.slice(0, comma));
      if (number === undefined) return;
      const name = comma < 0 ? undefined : rest.slice(comma + 5);
      frames.push({ section, textLine, raw, file: raw.slice(6, end), line: number, function: name });
    });
    return frames;
  },
};

/** ``app/user.rb:12:in `find'`` and, since Ruby 3.4, `in 'User#find'`; causes follow without a leading `from`. */
export const ruby: Grammar = {
  language: 'ruby',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    let section = 0;
    const bottomUp = lines.some((line) => line.includes('Traceback (most recent call last)'));
    lines.forEach((line, textLine) => {
      const raw = line.trim();
      const numbered = raw.replace(/^\d+: from /, '');
      const text = numbered.startsWith('from ') ? numbered.slice(5) : numbered;
      const mark = text.indexOf(':in ');
      if (mark < 1) return;
      const colon = text.lastIndexOf(':', mark - 1);
      const number = asLine(text.slice(colon + 1, mark));
      const name = rubyName(text.slice(mark + 4));
      if (colon < 1 || number === undefined || name === undefined) return;
      // `...:in 'f': message (SomeError)` opens the next exception of the chain.
      if (text === raw && frames.length > 0 && /^['`][^'`]*': /.test(text.slice(mark + 4))) section++;
      frames.push({ section, textLine, raw, file: text.slice(0, colon), line: number, function: name });
    });
    return bottomUp ? frames.reverse() : frames;
  },
};

function rubyName(text: string): string | undefined {
  if (text[0] !== '`' && text[0] !== "'") return undefined;
  const end = text.indexOf("'", 1);
  if (end < 0) return undefined;
  const name = text.slice(1, end);
  const inner = name.lastIndexOf(' in ');
  return inner < 0 ? name : name.slice(inner + 4);
}

const BEAM_FILE = /\.(ex|exs|erl|eex|heex|leex)$/;

/** `(app 0.1.0) lib/x.ex:14: M.f/1`; the path is relative to the OTP application. */
export const elixir: Grammar = {
  language: 'elixir',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    lines.forEach((line, textLine) => {
      const raw = line.trim();
      const app = /^\((\w+)(?: [^()\s]+)?\) /.exec(raw);
      const text = app ? raw.slice(app[0].length) : raw;
      const mark = text.indexOf(': ');
      if (mark < 1) return;
      const colon = text.lastIndexOf(':', mark - 1);
      const number = asLine(text.slice(colon + 1, mark));
      const file = text.slice(0, Math.max(0, colon));
      if (number === undefined || /\s/.test(file) || !BEAM_FILE.test(file)) return;
      const name = text.slice(mark + 2).replace(/^anonymous fn\/\d+ in /, '');
      frames.push({ section: 0, textLine, raw, file, line: number, function: name, app: app?.[1] });
    });
    return frames;
  },
};

/** `in function  mod:f/1 (src/mod.erl, line 12)` */
export const erlang: Grammar = {
  language: 'erlang',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    lines.forEach((line, textLine) => {
      const raw = line.trim();
      const lead = /^in (?:function|call from)\s+(\S+)\s*\(/.exec(raw);
      const comma = raw.lastIndexOf(', line ');
      if (!lead || comma < lead[0].length || !raw.endsWith(')')) return;
      const number = asLine(raw.slice(comma + 7, -1));
      const file = raw.slice(lead[0].length, comma);
      if (number === undefined || !BEAM_FILE.test(file)) return;
      frames.push({ section: 0, textLine, raw, file, line: number, function: lead[1] });
    });
    return frames;
  },
};
