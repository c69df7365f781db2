import type { CallFigures, FileFigures, FunctionFigures, ThrowFigures } from './file-figures.ts';

/** Everything measured that stands on a line. */
export type LineFigures = {
  readonly function: FunctionFigures | undefined;
  readonly calls: readonly CallFigures[];
  readonly throws: readonly ThrowFigures[];
};

export function figuresAtLine(figures: FileFigures, line: number): LineFigures | undefined {
  const found = {
    function: figures.functions.find((f) => f.code.line === line),
    calls: figures.calls.filter((call) => call.line === line),
    throws: figures.throws.filter((thrown) => thrown.line === line),
  };
  return found.function || found.calls.length > 0 || found.throws.length > 0 ? found : undefined;
}

/** The innermost measured function around a line. */
export function functionAtLine({ functions }: FileFigures, line: number): FunctionFigures | undefined {
  let best: FunctionFigures | undefined;
  for (const f of functions)
    if (
      f.code.startLine <= line &&
      f.code.endLine >= line &&
      (!best || f.code.startLine >= best.code.startLine)
    )
      best = f;
  return best;
}

/** The last name of a symbol: what stands in the text at its place. */
export const nameOf = (symbol: string): string => /[^.#:]*$/.exec(symbol)?.[0] ?? symbol;
