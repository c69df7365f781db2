import type { Family } from './language.ts';
import { parseGo, parseNative, parseRust, parseSwift } from './symbols/compiled.ts';
import { parseDotnet, parseJvm } from './symbols/jvm-and-dotnet.ts';
import { parseBeam, parseJs, parsePhp, parsePython, parseRuby } from './symbols/scripting.ts';
import type { SymbolName } from './symbols/symbol-name.ts';

const PARSERS: Readonly<Record<Family, (text: string) => SymbolName | undefined>> = {
  js: parseJs,
  python: parsePython,
  go: parseGo,
  jvm: parseJvm,
  dotnet: parseDotnet,
  ruby: parseRuby,
  php: parsePhp,
  rust: parseRust,
  beam: parseBeam,
  swift: parseSwift,
  native: parseNative,
};

/** A longer name is no name; it also bounds the patterns. */
const MAX_NAME = 1024;

/** Takes a name apart by its language's rules; undefined for what is no name (prose, `<builtin>`, `(anonymous)`). */
export function parseSymbol(text: string, family: Family | undefined): SymbolName | undefined {
  const trimmed = text.trim();
  // biome-ignore lint/suspicious/noControlCharactersInRegex: names are untrusted
  if (trimmed === '' || trimmed.length > MAX_NAME || /[\u0000-\u001f]/.test(trimmed)) return undefined;
  if (/^[<(][\w\s:.-]*[>)]$|^[*?.]+$/.test(trimmed)) return undefined;
  const by = family ?? familyOfName(trimmed);
  if (by !== 'js' && by !== 'ruby' && by !== 'beam' && isProse(trimmed)) return undefined;
  const name = PARSERS[by](trimmed);
  if (!name) return undefined;
  const all = [...name.scope, name.member];
  return all.some((part) => /[\s"'`{}|;,]/.test(part)) || all.length > 40 ? undefined : name;
}

const isProse = (text: string) => /^[\w'-]+(\s+[\w'-]+)+$/.test(text);

/** By the separators, for emitters that do not say their language. */
function familyOfName(text: string): Family {
  if (text.includes('\\')) return 'php';
  if (/^Elixir\.|\/\d+$/.test(text)) return 'beam';
  if (text.includes('<locals>')) return 'python';
  if (/#/.test(text)) return 'ruby';
  if (/\(\*|^[\w.-]+\/.*\.[\w(]|\.func\d/.test(text)) return 'go';
  if (/>[a-z]?__|\+|`\d|\.MoveNext\b/.test(text)) return 'dotnet';
  if (/\$|^(?:[a-z_]\w*\.)+[A-Z]\w*\.[a-z_<]/.test(text)) return 'jvm';
  if (/::/.test(text)) return /::[a-z_]\w*$/.test(text) && !/[A-Z]/.test(text) ? 'rust' : 'native';
  if (/\(.*:.*\)$/.test(text)) return 'swift';
  return 'js';
}
