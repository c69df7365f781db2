import { pool } from './database.ts';

/** Planted: the trace context is not put into the job, so the worker's spans start traces of their own. */
export async function enqueue(kind: string, payload: object): Promise<void> {
  await pool.query('INSERT INTO jobs (kind, payload) VALUES ($1, $2)', [kind, JSON.stringify(payload)]);
}
