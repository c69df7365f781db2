const { SpanKind, SpanStatusCode, trace } = require('@opentelemetry/api');
const { pool } = require('./database.js');
const { sendReceipt } = require('./receipts.js');

const tracer = trace.getTracer('shop.worker');
const handlers = { 'send-receipt': sendReceipt };

/** Planted: the job carries no trace context, so each one starts a trace of its own. */
async function processNext() {
  const { rows } = await pool.query(
    "UPDATE jobs SET state = 'busy', tries = tries + 1 WHERE id = (SELECT id FROM jobs WHERE state = 'new' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, kind, payload",
  );
  const job = rows[0];
  if (!job) return false;
  await tracer.startActiveSpan('jobs process', { kind: SpanKind.CONSUMER }, async (span) => {
    span.setAttribute('messaging.system', 'postgres');
    span.setAttribute('messaging.destination.name', 'jobs');
    span.setAttribute('messaging.operation.type', 'process');
    try {
      await handlers[job.kind](job.payload);
      await pool.query("UPDATE jobs SET state = 'done' WHERE id = $1", [job.id]);
    } catch (error) {
      span.recordException(error);
      span.setStatus({ code: SpanStatusCode.ERROR, message: error.message });
      await pool.query("UPDATE jobs SET state = 'failed' WHERE id = $1", [job.id]);
    } finally {
      span.end();
    }
  });
  return true;
}

async function startConsumer() {
  for (;;) {
    const busy = await processNext().catch((error) => console.error(error.message));
    if (!busy) await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

module.exports = { startConsumer };
