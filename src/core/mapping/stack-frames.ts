import { dotnet, go, rust } from './stack/compiled.ts';
import type { Grammar, ReadFrame, StackFrame, StackLanguage } from './stack/frame.ts';
import { js } from './stack/js.ts';
import { java, php } from './stack/jvm-and-php.ts';
import { isLibrary } from './stack/library-hint.ts';
import { elixir, erlang, python, ruby } from './stack/scripting.ts';

/** Characters read of a stack trace: 64 KB, the most a span may bring. */
const MAX_TEXT = 65_536;
/** A longer line is no frame; it also bounds what a pattern may run over. */
const MAX_LINE = 4096;

/** The order settles ties: PHP's form is Java's with other file names, .NET's is the loosest. */
const GRAMMARS: readonly Grammar[] = [python, go, java, php, js, rust, elixir, erlang, ruby, dotnet];

/** `telemetry.sdk.language` and editor language ids, where they differ from the grammar's name. */
const HINTS: Readonly<Record<string, StackLanguage>> = {
  nodejs: 'js',
  webjs: 'js',
  javascript: 'js',
  typescript: 'js',
  javascriptreact: 'js',
  typescriptreact: 'js',
  kotlin: 'java',
  scala: 'java',
  groovy: 'java',
  csharp: 'dotnet',
  fsharp: 'dotnet',
};

/**
 * Frames of a stack trace, innermost first in every language; the root cause's before those of the exceptions it led
 * to. Text that is no stack trace gives none. The hint wins where its grammar finds anything (Elixir's SDK says
 * `erlang`, so a hint may be wrong); otherwise the grammar that reads the most lines does.
 */
export function parseStack(text: string, languageHint?: string): StackFrame[] {
  const hint = languageHint?.toLowerCase() ?? '';
  const hinted = GRAMMARS.find((grammar) => grammar.language === (HINTS[hint] ?? hint));
  const lines = linesOf(text, hinted?.innermost === 'last' || text.includes('Traceback (most recent'));
  let best: { grammar: Grammar; frames: ReadFrame[] } | undefined;
  if (hinted) best = { grammar: hinted, frames: hinted.read(lines) };
  if (!best || best.frames.length === 0) {
    for (const grammar of GRAMMARS) {
      const frames = grammar.read(lines);
      if (frames.length > (best?.frames.length ?? 0)) best = { grammar, frames };
    }
  }
  return best ? ordered(best.grammar, best.frames) : [];
}

function linesOf(text: string, keepEnd: boolean): string[] {
  let body = text.length <= MAX_TEXT ? text : keepEnd ? text.slice(-MAX_TEXT) : text.slice(0, MAX_TEXT);
  // A trace copied out of JSON has its line ends escaped.
  if (!body.includes('\n') && body.includes('\\n'))
    body = body.replaceAll('\\r', '').replaceAll('\\n', '\n').replaceAll('\\t', '\t').replaceAll('\\"', '"');
  return body.split('\n').map((line) => {
    const clean = line.endsWith('\r') ? line.slice(0, -1) : line;
    return clean.length > MAX_LINE ? '' : clean;
  });
}

function ordered(grammar: Grammar, frames: readonly ReadFrame[]): StackFrame[] {
  const last = frames.reduce((most, frame) => Math.max(most, frame.section), 0);
  const sections = Array.from({ length: last + 1 }, (): ReadFrame[] => []);
  for (const frame of frames)
    sections[grammar.causes === 'after' ? last - frame.section : frame.section]?.push(frame);
  return sections.flatMap((section, position) => {
    const inner = grammar.innermost === 'first' ? section : section.toReversed();
    return inner.map((frame) => finished(grammar.language, frame, last - position));
  });
}

function finished(language: StackLanguage, frame: ReadFrame, cause: number): StackFrame {
  const { function: name, file, line, column, app, raw, textLine } = frame;
  const isLibraryHint = frame.library === true || isLibrary(language, file, name, app);
  return { language, function: name, file, line, column, app, raw, textLine, cause, isLibraryHint };
}
