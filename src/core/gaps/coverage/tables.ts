import { DOTNET_COVERAGE } from './dotnet.ts';
import { GO_COVERAGE } from './go.ts';
import { JAVA_COVERAGE } from './java.ts';
import { JS_COVERAGE } from './js.ts';
import { OTHER_COVERAGE } from './others.ts';
import { PYTHON_COVERAGE } from './python.ts';

/** An instrumentation and the libraries it knows, with the versions upstream supports. */
export type Covers = {
  readonly id: string;
  /** `auto`, `off`, `always` or ''. */
  readonly flag: string;
  readonly libraries: readonly { readonly name: string; readonly range: string }[];
};

const split = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((row) => row.split('|'));

function plain(text: string): Covers[] {
  return split(text).map(([id = '', flag = '', libraries = '']) => ({
    id,
    flag,
    libraries: libraries
      .split(';')
      .filter((one) => one !== '')
      .map((one) => {
        const at = one.indexOf(' ');
        return { name: one.slice(0, at), range: one.slice(at + 1) };
      }),
  }));
}

/** `name|flag|kinds|group:artifact:range;...`; the module's own version is not part of its id. */
function agent(text: string): Covers[] {
  return split(text).map(([id = '', flag = '', , targets = '']) => ({
    id: moduleBase(id),
    flag,
    libraries: targets
      .split(';')
      .filter((one) => one !== '')
      .map((one) => {
        const at = one.indexOf(':', one.indexOf(':') + 1);
        return { name: one.slice(0, at), range: one.slice(at + 1) };
      }),
  }));
}

/** `spring-webmvc-6.0` is `spring-webmvc`. */
export const moduleBase = (name: string): string => name.replace(/-\d[\d.]*$/, '');

const memo = <T>(make: () => T): (() => T) => {
  let value: T | undefined;
  return () => {
    value ??= make();
    return value;
  };
};

export const jsCoverage = memo(() => plain(JS_COVERAGE));
export const pythonCoverage = memo(() => plain(PYTHON_COVERAGE));
export const javaCoverage = memo(() => agent(JAVA_COVERAGE));
export const dotnetCoverage = memo(() => plain(DOTNET_COVERAGE));
export const goCoverage = memo(() => plain(GO_COVERAGE));
export const otherCoverage = memo(() => plain(OTHER_COVERAGE));
