import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** media/grammars of this installation: beside dist/ in a bundle, up the tree when run from source. */
export function grammarsDir(): string {
  let dir = path.dirname(fileURLToPath(import.meta.url));
  for (let up = 0; up < 6; up++) {
    const candidate = path.join(dir, 'media/grammars');
    if (existsSync(path.join(candidate, 'runtime.wasm'))) return candidate;
    dir = path.dirname(dir);
  }
  throw new Error(
    'The grammars are missing: media/grammars was not found beside the program. Run the build once.',
  );
}
