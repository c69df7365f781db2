// Builds and packs the extension: prints what is in it, its size and its path.
import path from 'node:path';
import { root } from '../root.ts';
import { buildPackage, megabytes, packageProblems } from '../vsix.ts';

const vsix = await buildPackage();
for (const entry of vsix.entries) console.log(`  ${entry}`);
const problems = packageProblems(vsix);
for (const problem of problems) console.error(problem);
console.log(`${path.relative(root, vsix.file)}: ${vsix.entries.length} files, ${megabytes(vsix.bytes)}`);
process.exit(problems.length === 0 ? 0 : 1);
