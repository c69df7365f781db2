import { type Grammar, type ReadFrame, splitPosition } from './frame.ts';

/** V8's `error.stack`, and the `name@url:1:2` of Firefox and Safari. */
export const js: Grammar = {
  language: 'js',
  innermost: 'first',
  causes: 'after',
  read: (lines) => {
    const frames: ReadFrame[] = [];
    let section = 0;
    lines.forEach((line, textLine) => {
      const raw = line.trim();
      if (raw.startsWith('[cause]:') || raw.startsWith('Caused by: ')) section++;
      const frame = raw.startsWith('at ') ? v8(raw.slice(3)) : gecko(raw);
      if (frame) frames.push({ ...frame, section, textLine, raw });
    });
    return frames;
  },
};

type Parts = Pick<ReadFrame, 'function' | 'file' | 'line' | 'column' | 'library'>;

function v8(text: string): Parts | undefined {
  const call = text.startsWith('async ') ? text.slice(6) : text;
  // Groups in paths, as in `app/(shop)/page.tsx`, have no blank before them; the place of a call has.
  const open = call.indexOf(' (');
  if (open > 0 && call.endsWith(')')) {
    const inner = call.slice(open + 2, -1);
    const place = inner.startsWith('eval at ') ? inner.slice(inner.lastIndexOf(', ') + 2) : inner;
    const found = located(place);
    const name = call.slice(0, open).replace(/^new /, '');
    if (found) return { ...found, function: name };
    if (/^(<anonymous>(:\d+:\d+)?|native|index \d+)$/.test(place)) return { function: name, library: true };
    return undefined;
  }
  if (call === '<anonymous>') return { library: true };
  return located(call);
}

function located(text: string): Parts | undefined {
  const place = splitPosition(text);
  if (!place || place.file.startsWith('<') || !looksLikePath(place.file)) return undefined;
  return place;
}

function looksLikePath(file: string): boolean {
  if (file.endsWith('.rs') || file.endsWith('.go')) return false;
  return (
    /^(node:|file:|webpack|https?:|app:)/.test(file) || /[\\/]/.test(file) || /^[^\s:]+\.\w+$/.test(file)
  );
}

function gecko(text: string): Parts | undefined {
  const at = text.indexOf('@');
  if (at < 0 || !/^(https?|file|webpack|webpack-internal|app|blob|moz-extension):/.test(text.slice(at + 1)))
    return undefined;
  const found = located(text.slice(at + 1));
  const name = text.slice(0, at);
  return found && !/\s/.test(name) ? { ...found, function: name === '' ? undefined : name } : undefined;
}
