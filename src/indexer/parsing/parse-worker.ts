/** Composition root of a parsing thread: reads and parses files by the batch, for the indexer thread. */
import { parentPort, workerData } from 'node:worker_threads';
import { languageOf } from '../../core/mapping/language.ts';
import { describeFile, isParsed } from './describe-file.ts';
import { type Numbered, packFiles } from './pack-summaries.ts';
import type { ParseReply, ParseRequest } from './parse-pool.ts';
import { createParser } from './parser.ts';

const port = parentPort;
if (!port) throw new Error('This file runs as a worker thread.');
const { grammarsDir } = workerData as { readonly grammarsDir: string };
const parser = createParser(grammarsDir);

port.on('message', (request: ParseRequest) => {
  void run(request).then(
    (reply) => port.postMessage(reply, [reply.packed.numbers.buffer]),
    (error: unknown) => {
      throw error;
    },
  );
});

async function run({ batch, tasks }: ParseRequest): Promise<ParseReply> {
  const described: Numbered[] = [];
  for (const { id, file, hash } of tasks) {
    const language = languageOf(file);
    if (isParsed(language)) await parser.prepare(language);
    described.push({ id, described: describeFile(parser, file, hash) });
  }
  return { batch, packed: packFiles(described), external: process.memoryUsage().external };
}
