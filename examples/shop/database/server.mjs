// The shop's database: PostgreSQL compiled to WebAssembly, served on a real PostgreSQL port, filled with sample data.
import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';
import { seed } from './seed.mjs';

const port = Number(process.env.SHOP_DB_PORT ?? 5544);
const db = await PGlite.create();
await db.exec(seed());
const server = new PGLiteSocketServer({ db, port, host: '127.0.0.1', maxConnections: 20 });
await server.start();
console.log(`database ready on 127.0.0.1:${port}`);
process.on('SIGTERM', () => process.exit(0));
