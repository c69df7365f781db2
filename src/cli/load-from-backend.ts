import { healthOf } from '../core/analysis/health.ts';
import type { Logger } from '../core/ports.ts';
import { createBackend } from '../engine/backends/registry.ts';
import { backendArgument } from './backend-argument.ts';
import type { LoadFromBackend } from './trace-command.ts';

/** Errors are thrown as sentences; what is only of interest while debugging stays silent. */
const silent: Logger = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} };

export const loadFromBackend: LoadFromBackend = async (traceId, argument, io) => {
  const backend = createBackend(backendArgument(argument, io.env), silent);
  try {
    const { trace, complete, provenance } = await backend.trace(traceId, {}, io.signal);
    return {
      traces: [trace],
      warnings: provenance.notes.map((text) => ({ kind: 'backend', text })),
      // What the trace shows to be missing is told by itself.
      truncated: !complete && healthOf(trace, []).complete,
    };
  } finally {
    await backend.close();
  }
};
