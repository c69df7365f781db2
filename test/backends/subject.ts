import { createBackend } from '../../src/engine/backends/registry.ts';
import type { ConnectionConfig } from '../../src/protocol/engine-backends.ts';
import { connection, silent } from '../support/test-connection.ts';
import type { Subject } from './contract.ts';
import type { RunningServer } from './servers/running-server.ts';
import { sendOtlp } from './servers/start.ts';

/** A server behind one of our connections, ended together. */
export function subject(
  server: RunningServer,
  config: Partial<ConnectionConfig>,
  expected: Omit<Subject, 'backend' | 'load' | 'stop'> & Partial<Pick<Subject, 'load'>>,
): Subject {
  const backend = createBackend(connection(server.url, { name: 'Test', ...config }), silent);
  return {
    load: (samples) => sendOtlp(server, samples),
    ...expected,
    backend,
    stop: async () => {
      await backend.close();
      await server.stop();
    },
  };
}
