import type { ParsedLanguage } from '../../core/facts/facts.ts';
import type { LanguageRows } from '../sites/rows.ts';
import { goRows } from './go/rows.ts';
import { javaRows } from './java/rows.ts';
import { NO_ROWS } from './no-rows.ts';
import { pythonRows } from './python/rows.ts';
import { typescriptRows } from './typescript/rows.ts';

export const ROWS: Readonly<Record<ParsedLanguage, LanguageRows>> = {
  typescript: typescriptRows,
  tsx: typescriptRows,
  javascript: typescriptRows,
  python: pythonRows,
  go: goRows,
  java: javaRows,
  kotlin: javaRows,
  csharp: NO_ROWS,
  ruby: NO_ROWS,
  php: NO_ROWS,
  rust: NO_ROWS,
};
