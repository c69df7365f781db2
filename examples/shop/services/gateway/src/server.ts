import express, { type NextFunction, type Request, type Response } from 'express';
import { checkout } from './routes/checkout.ts';
import { products } from './routes/products.ts';
import { recommended } from './routes/recommended.ts';

const app = express();
app.use(express.json());
app.use('/products', products);
app.use('/checkout', checkout);
app.use('/recommended', recommended);
app.get('/healthz', (_req, res) => void res.send('ok'));

app.use((error: Error, _req: Request, res: Response, _next: NextFunction) => {
  res.status(500).json({ error: error.message });
});

const port = Number(process.env.PORT ?? 7001);
app.listen(port, '127.0.0.1', () => console.log(`gateway ready on ${port}`));
