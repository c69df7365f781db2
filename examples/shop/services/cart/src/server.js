const Fastify = require('fastify');
const { getItems, addItem } = require('./repo.js');

const app = Fastify();

app.get('/carts/:cartId/items', async (request) => getItems(Number(request.params.cartId)));

app.post('/carts/:cartId/items', async (request, reply) => {
  await addItem(Number(request.params.cartId), request.body.productId, request.body.quantity ?? 1);
  return reply.code(201).send({ ok: true });
});

const port = Number(process.env.PORT ?? 7002);
app.listen({ port, host: '127.0.0.1' }).then(() => console.log(`cart ready on ${port}`));
