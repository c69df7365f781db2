// PostgreSQL compiled to WebAssembly on a real PostgreSQL port, filled from the SQL file named first.
import { readFileSync } from 'node:fs';
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

const [, , schema, port] = process.argv;
const db = await PGlite.create();
await db.exec(readFileSync(schema, 'utf8'));
await new PGLiteSocketServer({ db, port: Number(port), host: '127.0.0.1', maxConnections: 20 }).start();
