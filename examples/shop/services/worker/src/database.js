const { Pool } = require('pg');

const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.SHOP_DB_PORT ?? 5544),
  user: 'postgres',
  database: 'postgres',
  max: 2,
});

// Without a listener an idle connection that breaks would end the process.
pool.on('error', (error) => console.error(`database: ${error.message}`));

module.exports = { pool };
