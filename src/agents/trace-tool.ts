import { namedTrace } from '../core/trace/find-ids.ts';
import type { ExportedPlaces } from '../protocol/engine-export.ts';
import { AgentInputError, type AgentTool } from './agent-tool.ts';
import { textOf } from './read-input.ts';
import { answer, notesLine, sayWith } from './say.ts';

export const traceTool: AgentTool = {
  name: 'spanlight_summarize_trace',
  title: 'Summarise a trace',
  description:
    'Says what one distributed trace shows: where its time went (critical path), how it failed (root cause first), N+1 calls, retries, serial work that could be parallel, and what may be missing, each with the file:line of the code. Takes the trace id.',
  schema: {
    type: 'object',
    properties: {
      trace: {
        type: 'string',
        description:
          'Trace id (16 or 32 hex digits), a traceparent header, an address of a tracing UI, or a log line with one.',
      },
    },
    required: ['trace'],
  },
  async run({ engine, indexer, scope }, input, signal) {
    const named = namedTrace(textOf(input.trace) ?? '');
    if (!named) throw new AgentInputError('"trace" names no trace: give 16 or 32 hex digits.');
    const { connection, secretKeys, folders } = scope();
    const say = sayWith({ secretKeys, folders });
    await engine.call('view.configure', { secretKeys });
    const { handle, notes, complete } = await engine.call(
      'trace.open',
      { connection, traceId: named.traceId },
      { signal },
    );
    try {
      let places: ExportedPlaces | undefined;
      if (folders.length > 0) {
        const group = await engine.call('trace.sites', { handle }, { signal });
        const { resolutions, of } = await indexer.call('index.resolveSpans', group, { signal });
        places = {
          labels: resolutions.map(
            ({ result }) =>
              result && {
                sureness: result.confidence,
                label: `${say.place(result)}${result.confidence === 'guess' ? ', a guess' : ''}`,
                why: '',
              },
          ),
          of,
        };
      }
      const text = await engine.call('trace.markdown', { handle, places }, { signal });
      const half = complete ? [] : ['The trace may not be complete yet: ask again in some seconds.'];
      return answer([text, ...half, ...notesLine(notes)]);
    } finally {
      await engine.call('trace.close', { handle }).catch(() => {});
    }
  },
};
