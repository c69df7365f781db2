import type { ParsedLanguage } from '../../core/facts/facts.ts';
import { csharp } from './csharp/grammar.ts';
import { go } from './go/grammar.ts';
import type { Grammar } from './grammar.ts';
import { java } from './java/grammar.ts';
import { kotlin } from './kotlin/grammar.ts';
import { php } from './php/grammar.ts';
import { python } from './python/grammar.ts';
import { ruby } from './ruby/grammar.ts';
import { rust } from './rust/grammar.ts';
import { javascript, tsx, typescript } from './typescript/grammar.ts';

export const GRAMMARS: Readonly<Record<ParsedLanguage, Grammar>> = {
  typescript,
  tsx,
  javascript,
  python,
  go,
  java,
  kotlin,
  csharp,
  ruby,
  php,
  rust,
};
