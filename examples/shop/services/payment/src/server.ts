import { createServer, type IncomingMessage } from 'node:http';
import { type ChargeRequest, charge } from './charge';

const server = createServer(async (req, res) => {
  if (req.method !== 'POST' || req.url !== '/charges') {
    res.writeHead(404).end();
    return;
  }
  try {
    const receipt = await charge((await body(req)) as ChargeRequest);
    res.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ receipt }));
  } catch (error) {
    res
      .writeHead(502, { 'content-type': 'application/json' })
      .end(JSON.stringify({ error: (error as Error).message }));
  }
});

async function body(req: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}

const port = Number(process.env.PORT ?? 7003);
server.listen(port, '127.0.0.1', () => console.log(`payment ready on ${port}`));
