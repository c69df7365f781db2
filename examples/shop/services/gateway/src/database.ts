import pg from 'pg';

export const pool = new pg.Pool({
  host: '127.0.0.1',
  port: Number(process.env.SHOP_DB_PORT ?? 5544),
  user: 'postgres',
  database: 'postgres',
  max: 2,
});
