import path from 'node:path';
import { TraceFactsCollector } from '../core/gaps/traces/collect-facts.ts';
import type { TraceFacts } from '../core/gaps/traces/trace-facts.ts';
import { decodeTraces } from '../core/otlp/decode.ts';
import { buildTraces } from '../core/trace/build-traces.ts';
import { readTraceFile } from '../engine/read-trace-file.ts';
import type { CommandIo } from './command.ts';

/** What the traces in files say to the gap analysis. A trace that is spread over files counts once for each. */
export async function traceFactsOf(files: readonly string[], io: CommandIo): Promise<TraceFacts> {
  const collector = new TraceFactsCollector();
  for (const file of files) {
    const bytes = await readTraceFile(path.resolve(io.cwd, file), io.signal, () => {});
    for (const trace of buildTraces(decodeTraces(bytes).batch)) {
      io.signal.throwIfAborted();
      collector.add(trace);
    }
  }
  return collector.facts(files.length === 1 ? path.basename(files[0] ?? '') : `${files.length} files`);
}
