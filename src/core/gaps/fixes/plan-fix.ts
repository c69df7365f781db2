import type { FixKind } from '../model.ts';
import { wrapCsharp } from './csharp/wrap-csharp.ts';
import { endSpan } from './end/end-span.ts';
import { setStatus } from './end/set-status.ts';
import { type FixOutcome, type FixProject, type FixTarget, type ParsedFile, refused } from './fix-plan.ts';
import { passContext } from './go/pass-context.ts';
import { injectGo } from './go/queue-context.ts';
import { wrapGo } from './go/wrap-go.ts';
import { wrapJava } from './java/wrap-java.ts';
import { extractJs, injectJs } from './js/queue-context.ts';
import { wrapJs } from './js/wrap-js.ts';
import { extractPython, injectPython } from './python/queue-context.ts';
import { wrapPython } from './python/wrap-python.ts';
import { wrapRust } from './rust/wrap-rust.ts';

/** Fixes of one file of code. */
export function planCodeFix(
  kind: FixKind,
  file: ParsedFile,
  target: FixTarget,
  project: FixProject,
): FixOutcome {
  switch (kind) {
    case 'wrap':
      return wrap(file, target, project);
    case 'pass-context':
      return passContext(file, target);
    case 'end-span':
      return endSpan(file, target);
    case 'set-status':
      return setStatus(file, target, project);
    case 'inject':
    case 'extract':
      return carry(kind, file, target, project);
    default:
      return refused('There is no such fix.');
  }
}

const BY_HAND: Readonly<Record<'inject' | 'extract', string>> = {
  inject:
    'This cannot be written here yet: inject the context into what travels with the message (headers, or a column beside a row) with the propagator of the SDK.',
  extract:
    'This cannot be written here yet: extract the context from what travelled with the message (headers, or a column beside a row), and make it current around the work.',
};

const ofTable = (kind: 'inject' | 'extract', table: string): string =>
  kind === 'inject'
    ? `${table} is a table: give it a column for the context (traceparent, text), and where the row is inserted write into it what the propagator injects.`
    : `${table} is a table: read the column with the context (traceparent) together with the row, extract the context from it, and make it current around the work.`;

function carry(
  kind: 'inject' | 'extract',
  file: ParsedFile,
  target: FixTarget,
  project: FixProject,
): FixOutcome {
  // A table that is used as a queue needs another column first.
  const { table } = target.keys;
  if (table !== undefined) return refused(ofTable(kind, table));
  switch (file.language) {
    case 'typescript':
    case 'tsx':
    case 'javascript':
      return kind === 'inject' ? injectJs(file, target) : extractJs(file, target);
    case 'python':
      return kind === 'inject' ? injectPython(file, target) : extractPython(file, target);
    case 'go':
      return kind === 'inject' ? injectGo(file, target, project) : refused(BY_HAND.extract);
    default:
      return refused(BY_HAND[kind]);
  }
}

function wrap(file: ParsedFile, target: FixTarget, project: FixProject): FixOutcome {
  switch (file.language) {
    case 'typescript':
    case 'tsx':
    case 'javascript':
      return wrapJs(file, target);
    case 'python':
      return wrapPython(file, target);
    case 'go':
      return wrapGo(file, target, project);
    case 'java':
      return wrapJava(file, target, project);
    case 'rust':
      return wrapRust(file, target);
    case 'csharp':
      return wrapCsharp(file, target, project);
    default:
      return refused(
        `Spans of ${file.language} are not written here yet: start one by hand, or install an instrumentation.`,
      );
  }
}
