const { pool } = require('./database.js');

async function sendReceipt({ orderId }) {
  const { rows } = await pool.query('SELECT cents FROM orders WHERE id = $1', [orderId]);
  if (rows.length === 0) throw new Error(`order ${orderId} does not exist`);
  await new Promise((resolve) => setTimeout(resolve, 12));
}

module.exports = { sendReceipt };
