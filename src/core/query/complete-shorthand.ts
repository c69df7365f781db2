import type { Field } from './ast.ts';
import { attribute, intrinsic } from './build-nodes.ts';
import type { CompletionContext } from './complete.ts';
import { intrinsicNamed } from './fields.ts';

/** The word of shorthand before the cursor: a key or bare word, or what follows a key's operator. */
export function completeShorthand(before: string): CompletionContext {
  const cursor = before.length;
  const base = { scope: undefined, shorthand: true, quote: '' };
  const wordStart = startOfWord(before);
  const word = before.slice(wordStart);
  const pair =
    /^[-!]?([\p{L}_.@][^\s:=<>!~()"'`]*)\s*(?::(?:>=|<=|>|<)?|=~|!~|!=|>=|<=|=|>|<)\s*(["'`]?)/u.exec(word);
  if (pair) {
    const start = wordStart + pair[0].length - (pair[2] ?? '').length;
    const typed = before.slice(start + (pair[2] ?? '').length);
    // In a list only its last entry is still being written.
    const comma = pair[2] ? -1 : typed.lastIndexOf(',');
    return {
      ...base,
      kind: 'value',
      range: { start: start + comma + 1, end: cursor },
      prefix: typed.slice(comma + 1),
      field: shorthandField(pair[1] ?? ''),
      quote: pair[2] ?? '',
    };
  }
  const sign = /^[-!(]*/.exec(word)?.[0].length ?? 0;
  const range = { start: wordStart + sign, end: cursor };
  if (/^["'`]/.test(word)) return { ...base, kind: 'none', range, prefix: '', field: undefined };
  return { ...base, kind: 'start', range, prefix: word.slice(sign), field: undefined };
}

/** Blanks end a word, but not within quotes, and not between a key, its operator and its value. */
function startOfWord(text: string): number {
  let start = 0;
  let quote = '';
  for (let i = 0; i < text.length; i++) {
    const char = text[i] ?? '';
    if (quote !== '') {
      if (char === quote) quote = '';
    } else if (/["'`]/.test(char) && (i === start || /[\s:=~<>(]/.test(text[i - 1] ?? ''))) quote = char;
    else if (/\s/.test(char)) {
      const word = text.slice(start, i);
      const after = text.slice(i).trimStart();
      const open = /[:=<>~]$/.test(word) || /^(=|!=|<|>|!~)/.test(after);
      if (!open || word.trim() === '') start = i + 1;
    }
  }
  return start;
}

/** The field whose values a key of shorthand takes. */
export function shorthandField(key: string): Field {
  const range = { start: 0, end: 0 };
  const lower = key.toLowerCase();
  if (/^(service|svc|service\.name)$/.test(lower)) return attribute('resource', 'service.name', range);
  if (/^(name|operation|op|span)$/.test(lower)) return intrinsic('name', range);
  if (/^(duration|dur|took|latency|slow|fast)$/.test(lower)) return intrinsic('duration', range);
  if (/^(env|environment)$/.test(lower)) return attribute('resource', 'deployment.environment.name', range);
  if (lower === 'version') return attribute('resource', 'service.version', range);
  if (lower === 'namespace') return attribute('resource', 'service.namespace', range);
  if (/^(library|lib|scope)$/.test(lower)) return intrinsic('instrumentation:name', range);
  if (lower === 'event') return intrinsic('event:name', range);
  if (lower === 'root') return intrinsic('rootName', range);
  if (lower === 'rootservice') return intrinsic('rootServiceName', range);
  if (lower === 'exception') return attribute('event', 'exception.type', range);
  if (lower === 'trace') return intrinsic('trace:id', range);
  const name = intrinsicNamed(key);
  if (name) return intrinsic(name, range);
  const scoped = /^(span|resource|event|link|instrumentation)\.(.+)$/.exec(key);
  if (scoped) return attribute(scoped[1] as 'span', scoped[2] ?? '', range);
  return attribute('any', key.replace(/^[.@]/, ''), range);
}
