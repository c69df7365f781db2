// A receiver in a process of its own, so that its time and memory are its own: prints its ports, and when told to stop
// what it used. `node serve.ts STORE [port]`.
import { WriterThread } from '../../../src/engine/store/writer-thread.ts';

const [file = '', port = '0'] = process.argv.slice(2);
const say = (message: object) => process.send?.(message);

let ready = false;
const writer = new WriterThread({
  file: () => file,
  ownFile: true,
  log: { debug() {}, info() {}, warn: console.error, error: console.error },
  tell: {
    status: (status) => {
      if (ready || status.state !== 'receiving' || status.listeners.some((l) => l.state !== 'listening'))
        return;
      ready = true;
      say({ ports: Object.fromEntries(status.listeners.map((l) => [l.protocol, l.port])) });
    },
    changed: () => {},
    note: ({ text }) => console.error(text),
  },
});
void writer.receive({
  host: '127.0.0.1',
  httpPort: Number(port),
  grpcPort: 0,
  zipkinPort: 0,
  origins: 'none',
  hosts: [],
});

process.on('message', (message: string) => {
  if (message === 'usage') {
    const { user, system } = process.cpuUsage();
    // The most that was resident at any time; kB, as the system counts it.
    say({ cpuMs: (user + system) / 1000, maxRss: process.resourceUsage().maxRSS * 1024 });
  } else
    void writer.close().then(() => {
      say({ closed: true });
      process.disconnect();
    });
});
