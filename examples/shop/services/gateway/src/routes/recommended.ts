import { Router } from 'express';
import { recommendationsFor } from '../clients.ts';

export const recommended = Router();

const BEST_SELLERS = [1, 2, 3];

recommended.get('/:productId', async (req, res) => {
  res.json(await withFallback(Number(req.params.productId)));
});

/** A handled error: the page goes without, and the request succeeds. */
async function withFallback(productId: number): Promise<number[]> {
  try {
    return await recommendationsFor(productId);
  } catch {
    return BEST_SELLERS;
  }
}
