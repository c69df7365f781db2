export type StackLanguage =
  | 'java'
  | 'js'
  | 'python'
  | 'go'
  | 'dotnet'
  | 'ruby'
  | 'elixir'
  | 'erlang'
  | 'rust'
  | 'php';

/** One frame of a stack trace in text form. Everything in it is untrusted data. */
export type StackFrame = {
  readonly language: StackLanguage;
  /** As the runtime names it, without arguments; names a compiler made up are led back to the method written. */
  readonly function: string | undefined;
  /** As written: absolute, relative, a URL, or only a base name (Java, PHP); undefined where the frame has none. */
  readonly file: string | undefined;
  /** 1-based. */
  readonly line: number | undefined;
  /** 1-based. */
  readonly column: number | undefined;
  /** OTP application of Elixir frames, to which `file` is relative. */
  readonly app: string | undefined;
  /** The line of the text, trimmed. */
  readonly raw: string;
  /** 0-based line of the text the frame stands on. */
  readonly textLine: number;
  /** 0: the exception that surfaced, 1: its cause, and so on. */
  readonly cause: number;
  /** Runtime, standard library or dependency by the look of it. Only a hint: the workspace decides. */
  readonly isLibraryHint: boolean;
};

/** What a grammar reads from a line; `section` counts the exceptions of the text in the order they are printed. */
export type ReadFrame = {
  readonly section: number;
  readonly textLine: number;
  readonly raw: string;
  readonly function?: string | undefined;
  readonly file?: string | undefined;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
  readonly app?: string | undefined;
  readonly library?: boolean;
};

export type Grammar = {
  readonly language: StackLanguage;
  /** Python prints the innermost frame last. */
  readonly innermost: 'first' | 'last';
  /** Where causes are printed: after the exception they led to (Java), or before it (Python). */
  readonly causes: 'after' | 'before';
  readonly read: (lines: readonly string[]) => ReadFrame[];
};

const DIGITS = /^\d{1,9}$/;

/** Splits `path:12:3` or `path:12` from the right, so that drive letters and URLs stay whole. */
export function splitPosition(
  text: string,
): { file: string; line: number; column: number | undefined } | undefined {
  const last = text.lastIndexOf(':');
  if (last <= 0) return undefined;
  const tail = text.slice(last + 1);
  if (!DIGITS.test(tail)) return undefined;
  const before = text.lastIndexOf(':', last - 1);
  const middle = before > 0 ? text.slice(before + 1, last) : '';
  if (DIGITS.test(middle)) return { file: text.slice(0, before), line: Number(middle), column: Number(tail) };
  return { file: text.slice(0, last), line: Number(tail), column: undefined };
}

export function asLine(text: string): number | undefined {
  return DIGITS.test(text) ? Number(text) : undefined;
}
