import { Router } from 'express';
import { pool } from '../database.ts';
import { searchIndex } from '../search-index.ts';

export const products = Router();

products.get('/', async (_req, res) => {
  const { rows } = await pool.query('SELECT id, name, cents FROM products ORDER BY name LIMIT 50');
  res.json(rows);
});

products.get('/:id', async (req, res) => {
  const { rows } = await pool.query('SELECT id, name, cents FROM products WHERE id = $1', [
    Number(req.params.id),
  ]);
  if (rows.length === 0) return void res.status(404).json({ error: 'no such product' });
  const related = await searchIndex.related(rows[0].name);
  res.json({ ...rows[0], related });
});
