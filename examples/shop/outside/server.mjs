// Stands in for the world outside the shop: a bank that is sometimes slow, and a risk service. Not instrumented.
import { createServer } from 'node:http';

const port = Number(process.env.SHOP_OUTSIDE_PORT ?? 7010);
const wait = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

createServer(async (req, res) => {
  let text = '';
  for await (const chunk of req) text += chunk;
  const body = text ? JSON.parse(text) : {};
  if (req.url === '/v1/charges') {
    // A card that starts with "slow" never gets an answer in time.
    await wait(String(body.card).startsWith('slow') ? 400 : 20 + (body.cents % 30));
    res.end(JSON.stringify({ receipt: `r-${body.cartId}-${body.cents}` }));
  } else if (req.url === '/v1/assess') {
    await wait(15);
    res.end(JSON.stringify({ risk: 'low' }));
  } else if (req.url?.startsWith('/v1/signals/')) {
    await wait(40);
    res.end(JSON.stringify({ ids: [3, 14, 15] }));
  } else {
    res.statusCode = 404;
    res.end();
  }
}).listen(port, '127.0.0.1', () => console.log(`outside world ready on ${port}`));
