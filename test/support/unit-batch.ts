// A process of its own (see unit-tests.ts): runs the test files of its arguments one after the other.
import path from 'node:path';
import { root } from './root.ts';
import { runTestFiles } from './test-events.ts';
import type { BatchMessage } from './unit-tests.ts';

const send = (message: BatchMessage) => process.send?.(message);
const files = process.argv.slice(2).map((file) => path.join(root, file));
for await (const event of runTestFiles({ files, isolation: 'none' })) send(event);
send({ kind: 'done' });
