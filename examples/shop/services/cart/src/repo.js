const { trace } = require('@opentelemetry/api');
const { Pool } = require('pg');

const tracer = trace.getTracer('shop.cart');
const pool = new Pool({
  host: '127.0.0.1',
  port: Number(process.env.SHOP_DB_PORT ?? 5544),
  user: 'postgres',
  database: 'postgres',
  max: 2,
});

// Without a listener an idle connection that breaks would end the process.
pool.on('error', (error) => console.error(`database: ${error.message}`));

/** Planted: an N+1. One query finds the items, then one more an item. */
async function getItems(cartId) {
  return tracer.startActiveSpan('cart.getItems', async (span) => {
    try {
      const { rows } = await pool.query('SELECT product_id, quantity FROM cart_items WHERE cart_id = $1', [
        cartId,
      ]);
      const items = [];
      for (const row of rows) {
        const product = await pool.query('SELECT name, cents FROM products WHERE id = $1', [row.product_id]);
        items.push({ productId: row.product_id, quantity: row.quantity, ...product.rows[0] });
      }
      span.setAttribute('cart.items', items.length);
      return items;
    } finally {
      span.end();
    }
  });
}

async function addItem(cartId, productId, quantity) {
  await pool.query('INSERT INTO cart_items (cart_id, product_id, quantity) VALUES ($1, $2, $3)', [
    cartId,
    productId,
    quantity,
  ]);
}

module.exports = { getItems, addItem };
