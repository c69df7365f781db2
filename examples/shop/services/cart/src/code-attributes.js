const FRAME = /^\s*at (?:async )?(?:(.*?) \()?(\/[^()]+?):(\d+):\d+\)?$/;

/** Notes on each span which line of ours started it. Costs one stack trace a span, a few microseconds. */
class CodeAttributesProcessor {
  onStart(span) {
    const stack = new Error().stack ?? '';
    for (const line of stack.split('\n')) {
      const frame = FRAME.exec(line);
      if (!frame || frame[2].includes('/node_modules/') || frame[2] === __filename) continue;
      span.setAttribute('code.file.path', frame[2]);
      span.setAttribute('code.line.number', Number(frame[3]));
      if (frame[1]) span.setAttribute('code.function.name', frame[1].replace(/^Object\./, ''));
      return;
    }
  }
  onEnd() {}
  async forceFlush() {}
  async shutdown() {}
}

module.exports = { CodeAttributesProcessor };
