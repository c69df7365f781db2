import type { SpanSite } from '../core/mapping/span-site.ts';
import type { StackFrame } from '../core/mapping/stack/frame.ts';

/** `telemetry.sdk.language` of the languages that stack traces are read in, where they differ. */
const SDK: Readonly<Record<string, string>> = { js: 'nodejs', elixir: 'erlang' };

/** A frame of a stack trace, as far as it is known. */
type Frame = Pick<StackFrame, 'file' | 'line' | 'column' | 'function'> & {
  readonly language?: StackFrame['language'];
};

/** A frame names its code as a span with code attributes would. */
export function siteOfFrame({ language, file, line, column, function: name }: Frame): SpanSite {
  const attributes: Record<string, string> = {};
  if (file !== undefined) attributes['code.file.path'] = file;
  if (line !== undefined) attributes['code.line.number'] = String(line);
  if (column !== undefined) attributes['code.column.number'] = String(column);
  if (name !== undefined) attributes['code.function.name'] = name;
  return {
    service: '',
    language: language === undefined ? '' : (SDK[language] ?? language),
    kind: 0,
    name: '',
    scope: '',
    revisions: [],
    attributes,
    resource: {},
    stack: '',
    callStack: '',
  };
}
