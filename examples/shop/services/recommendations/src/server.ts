import { serve } from '@hono/node-server';
import { httpInstrumentationMiddleware } from '@hono/otel';
import { Hono } from 'hono';
import { recommend } from './recommend.ts';

const app = new Hono();
app.use('*', httpInstrumentationMiddleware());

app.get('/recommendations/:productId', async (c) => {
  const productId = Number(c.req.param('productId'));
  // Product 13 has no signals: the gateway is expected to cope.
  if (productId % 13 === 0) return c.json({ error: 'no signals yet' }, 503);
  return c.json(await recommend(productId));
});

const port = Number(process.env.PORT ?? 7004);
serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () =>
  console.log(`recommendations ready on ${port}`),
);
