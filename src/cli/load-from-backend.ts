import { healthOf } from '../core/analysis/health.ts';
import { openBackend } from './open-backend.ts';
import type { LoadFromBackend } from './trace-command.ts';

/** One trace from where `--backend` or `--store` say it is. */
export const loadFromBackend: LoadFromBackend = async (traceId, place, io) => {
  const backend = openBackend(place, io);
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
