import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { testTrace } from '../../core/sending/test-trace.ts';
import type { ReceiverStatus } from '../../protocol/engine-store.ts';

/** ms until a receiver that does not answer is given up. */
const PATIENCE_MS = 5000;

/** Sends a trace the way a program does, so that what it proves is the whole way. Throws with the next step. */
export async function sendTestTrace(status: ReceiverStatus): Promise<{ readonly traceId: string }> {
  const reachable = ['listening', 'shared'];
  const listener = status.listeners.find((l) => l.protocol === 'http' && reachable.includes(l.state));
  if (!listener) throw new Error(notListening(status));
  const traceId = randomBytes(16).toString('hex');
  const spanIds = [1, 2, 3].map(() => randomBytes(8).toString('hex'));
  const answer = await post(listener.port, JSON.stringify(testTrace(traceId, spanIds, Date.now())));
  if (answer.status !== 200)
    throw new Error(
      `The receiver on port ${listener.port} refused the test trace (${answer.status}): ${answer.text}`,
    );
  return { traceId };
}

function notListening({ state, listeners }: ReceiverStatus): string {
  const http = listeners.find((l) => l.protocol === 'http');
  if (http) return http.sentence;
  return state === 'off'
    ? 'The receiver is off. Start it with "Spanlight: Start Receiver", then send the test trace again.'
    : 'The receiver has no port for OTLP over HTTP. Set spanlight.receiver.httpPort, then send the test trace again.';
}

function post(port: number, body: string): Promise<{ readonly status: number; readonly text: string }> {
  return new Promise((resolve, reject) => {
    const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) };
    const call = request(
      { host: '127.0.0.1', port, path: '/v1/traces', method: 'POST', headers, agent: false },
      (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (chunk: string) => {
          text += chunk;
        });
        response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
        response.on('error', reject);
      },
    );
    call.setTimeout(PATIENCE_MS, () =>
      call.destroy(new Error(`The receiver on port ${port} did not answer within ${PATIENCE_MS / 1000} s.`)),
    );
    call.on('error', reject);
    call.end(body);
  });
}
