import type { ParsedLanguage } from '../../core/facts/facts.ts';
import type { LanguageRows } from '../sites/rows.ts';
import { csharpRows } from './csharp/rows.ts';
import { goRows } from './go/rows.ts';
import { javaRows } from './java/rows.ts';
import { kotlinRows } from './kotlin/rows.ts';
import { phpRows } from './php/rows.ts';
import { pythonRows } from './python/rows.ts';
import { rubyRows } from './ruby/rows.ts';
import { rustRows } from './rust/rows.ts';
import { typescriptRows } from './typescript/rows.ts';

export const ROWS: Readonly<Record<ParsedLanguage, LanguageRows>> = {
  typescript: typescriptRows,
  tsx: typescriptRows,
  javascript: typescriptRows,
  python: pythonRows,
  go: goRows,
  java: javaRows,
  kotlin: kotlinRows,
  csharp: csharpRows,
  ruby: rubyRows,
  php: phpRows,
  rust: rustRows,
};
