import { APP, type Plan, type Service } from '../plan.ts';

const ports = { shelf: 18501, isbn: 18502 };
type Name = keyof typeof ports;
const at = (name: Name) => `http://127.0.0.1:${ports[name]}`;
const key = { 'x-key': 'k' };

const service = (name: Name): Service => ({
  name,
  command: [`${APP}/target/release/${name}`],
  cwd: '',
  port: ports[name],
  env: { PORT: String(ports[name]), ISBN_URL: at('isbn') },
});

// The sources of crates under /usr/local/cargo, where the official images have them: `file!()` of a crate is written
// into spans, and whoever records has a home of his own.
const build = [
  'sh',
  '-c',
  'for d in "$HOME"/.cargo/registry/src/*; do R="$R --remap-path-prefix=$d=/usr/local/cargo/registry/src/index.crates.io-1949cf8c6b5b557f"; done; RUSTFLAGS="$R" exec cargo build --release -q',
];

export const rust: Plan = {
  tools: [['cargo', '--version']],
  steps: [
    { command: ['cargo', 'fetch', '-q'], cwd: '' },
    { command: build, cwd: '' },
  ],
  services: [service('isbn'), service('shelf')],
  requests: [
    { method: 'GET', url: `${at('shelf')}/healthz`, status: 200 },
    { method: 'GET', url: `${at('shelf')}/api/books`, status: 401 },
    { method: 'GET', url: `${at('shelf')}/api/books`, headers: key, status: 200 },
    {
      method: 'POST',
      url: `${at('shelf')}/api/books`,
      headers: key,
      body: { title: 'Dune', isbn: '978-0-306-40615-7' },
      status: 201,
    },
    {
      method: 'POST',
      url: `${at('shelf')}/api/books`,
      headers: key,
      body: { title: 'No', isbn: 'x1' },
      status: 422,
    },
    { method: 'GET', url: `${at('shelf')}/api/books/1`, headers: key, status: 200 },
    { method: 'GET', url: `${at('shelf')}/api/books/9`, headers: key, status: 404 },
    { method: 'POST', url: `${at('shelf')}/api/books/1/index`, headers: key, status: 202 },
    { method: 'DELETE', url: `${at('shelf')}/api/books/1`, headers: key, status: 204 },
    { method: 'DELETE', url: `${at('shelf')}/api/books/1`, headers: key, status: 404 },
    { method: 'GET', url: `${at('isbn')}/isbn/9780306406158`, status: 200 },
    { method: 'GET', url: `${at('isbn')}/isbn/abc`, status: 400 },
    { method: 'GET', url: `${at('isbn')}/healthz`, status: 200 },
  ],
  waitMs: 1500,
};
