// As much of Redis as a shopping cart needs: hashes that expire, spoken over its protocol (RESP2).
import { createServer } from 'node:net';

const hashes = new Map();
const commands = {
  HGETALL: ([key]) => [...(hashes.get(key) ?? [])].flat(),
  HSET: ([key, field, value]) => {
    const hash = hashes.get(key) ?? new Map();
    hashes.set(key, hash);
    const added = hash.has(field) ? 0 : 1;
    hash.set(field, value);
    return added;
  },
  DEL: ([key]) => (hashes.delete(key) ? 1 : 0),
  EXPIRE: ([key]) => (hashes.has(key) ? 1 : 0),
};

const encode = (value) => {
  if (typeof value === 'number') return `:${value}\r\n`;
  if (Array.isArray(value)) return `*${value.length}\r\n${value.map(encode).join('')}`;
  return `$${Buffer.byteLength(value)}\r\n${value}\r\n`;
};

/** Commands are arrays of texts without line breaks here, so lines are enough. */
createServer((socket) => {
  let rest = '';
  socket.on('error', () => {});
  socket.on('data', (data) => {
    rest += String(data);
    for (;;) {
      const lines = rest.split('\r\n');
      const count = Number(lines[0].slice(1));
      if (!rest.startsWith('*') || lines.length < 2 * count + 2) return;
      const words = Array.from({ length: count }, (_, i) => lines[2 + 2 * i]);
      rest = lines.slice(1 + 2 * count).join('\r\n');
      const run = commands[words[0].toUpperCase()];
      socket.write(run ? encode(run(words.slice(1))) : '+OK\r\n');
    }
  });
}).listen(Number(process.argv[2]), '127.0.0.1');
