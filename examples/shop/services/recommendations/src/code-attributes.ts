import { fileURLToPath } from 'node:url';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';

const FRAME = /^\s*at (?:async )?(?:(.*?) \()?((?:file:\/\/)?\/[^()]+?):(\d+):\d+\)?$/;

/** Notes on each span which line of ours started it. */
export class CodeAttributesProcessor implements SpanProcessor {
  onStart(span: Span): void {
    for (const line of (new Error().stack ?? '').split('\n')) {
      const frame = FRAME.exec(line);
      const [, name, where, at] = frame ?? [];
      if (!where || where.includes('/node_modules/') || where === import.meta.url) continue;
      span.setAttribute('code.file.path', where.startsWith('file:') ? fileURLToPath(where) : where);
      span.setAttribute('code.line.number', Number(at));
      if (name) span.setAttribute('code.function.name', name);
      return;
    }
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}
