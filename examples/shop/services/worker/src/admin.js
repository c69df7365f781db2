const express = require('express');
const { pool } = require('./database.js');

/** Planted: two routes that no instrumentation covers. */
function startAdmin(port) {
  const app = express();

  app.get('/admin/jobs', async (_req, res) => {
    const { rows } = await pool.query('SELECT state, count(*) FROM jobs GROUP BY state');
    res.json(rows);
  });

  app.post('/admin/jobs/:id/retry', async (req, res) => {
    await pool.query("UPDATE jobs SET state = 'new' WHERE id = $1", [Number(req.params.id)]);
    res.sendStatus(202);
  });

  app.listen(port, '127.0.0.1', () => console.log(`worker ready on ${port}`));
}

module.exports = { startAdmin };
