import { Router } from 'express';
import { cartItems, charge } from '../clients.ts';
import { pool } from '../database.ts';
import { enqueue } from '../queue.ts';

export const checkout = Router();

checkout.post('/:cartId', async (req, res) => {
  const cartId = Number(req.params.cartId);
  const items = await cartItems(cartId);
  const cents = items.reduce((sum, item) => sum + item.cents * item.quantity, 0);
  // Not caught: a payment that fails fails the request.
  const { receipt } = await charge(cartId, cents, String(req.body.card));
  const { rows } = await pool.query('INSERT INTO orders (cart_id, cents) VALUES ($1, $2) RETURNING id', [
    cartId,
    cents,
  ]);
  await enqueue('send-receipt', { orderId: rows[0].id, receipt });
  res.status(201).json({ orderId: rows[0].id, receipt });
});
