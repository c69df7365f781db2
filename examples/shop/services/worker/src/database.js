const { Pool } = require('pg');

const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.SHOP_DB_PORT ?? 5544),
  user: 'postgres',
  database: 'postgres',
  max: 2,
});

module.exports = { pool };
