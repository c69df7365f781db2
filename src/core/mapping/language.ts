import type { ParsedLanguage } from '../facts/facts.ts';

/** Languages whose paths and stack frames we read; those of PARSED_LANGUAGES are also parsed. */
export type Language = ParsedLanguage | 'scala' | 'groovy' | 'elixir' | 'erlang' | 'swift' | 'c' | 'cpp';

/** Languages that share symbols and frames: a span of one may come from code of any other of its family. */
export type Family =
  | 'js'
  | 'python'
  | 'go'
  | 'jvm'
  | 'dotnet'
  | 'ruby'
  | 'php'
  | 'rust'
  | 'beam'
  | 'swift'
  | 'native';

const EXTENSIONS: Readonly<Record<string, Language>> = {
  ts: 'typescript',
  mts: 'typescript',
  cts: 'typescript',
  tsx: 'tsx',
  js: 'javascript',
  mjs: 'javascript',
  cjs: 'javascript',
  jsx: 'javascript',
  py: 'python',
  pyw: 'python',
  go: 'go',
  java: 'java',
  kt: 'kotlin',
  kts: 'kotlin',
  cs: 'csharp',
  rb: 'ruby',
  rake: 'ruby',
  ru: 'ruby',
  php: 'php',
  phtml: 'php',
  rs: 'rust',
  scala: 'scala',
  groovy: 'groovy',
  ex: 'elixir',
  exs: 'elixir',
  eex: 'elixir',
  heex: 'elixir',
  erl: 'erlang',
  hrl: 'erlang',
  swift: 'swift',
  c: 'c',
  h: 'c',
  cc: 'cpp',
  cpp: 'cpp',
  cxx: 'cpp',
  hpp: 'cpp',
  hh: 'cpp',
};

const FAMILIES: Readonly<Record<Language, Family>> = {
  typescript: 'js',
  tsx: 'js',
  javascript: 'js',
  python: 'python',
  go: 'go',
  java: 'jvm',
  kotlin: 'jvm',
  scala: 'jvm',
  groovy: 'jvm',
  csharp: 'dotnet',
  ruby: 'ruby',
  php: 'php',
  rust: 'rust',
  elixir: 'beam',
  erlang: 'beam',
  swift: 'swift',
  c: 'native',
  cpp: 'native',
};

/** `telemetry.sdk.language` (semconv registry); Scala and Kotlin services report `java`, Elixir `erlang`. */
const SDK_LANGUAGES: Readonly<Record<string, Family>> = {
  cpp: 'native',
  dotnet: 'dotnet',
  erlang: 'beam',
  go: 'go',
  java: 'jvm',
  kotlin: 'jvm',
  nodejs: 'js',
  php: 'php',
  python: 'python',
  ruby: 'ruby',
  rust: 'rust',
  swift: 'swift',
  webjs: 'js',
};

export function extensionOf(file: string): string {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot + 1).toLowerCase();
}

export function languageOf(file: string): Language | undefined {
  const extension = extensionOf(file);
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}

export const familyOf = (language: Language): Family => FAMILIES[language];

export function familyOfSdk(language: string): Family | undefined {
  return Object.hasOwn(SDK_LANGUAGES, language) ? SDK_LANGUAGES[language] : undefined;
}
