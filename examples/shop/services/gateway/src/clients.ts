const CART = process.env.CART_URL ?? 'http://127.0.0.1:7002';
const PAYMENT = process.env.PAYMENT_URL ?? 'http://127.0.0.1:7003';
const RECOMMENDATIONS = process.env.RECOMMENDATIONS_URL ?? 'http://127.0.0.1:7004';

export type CartItem = { productId: number; name: string; cents: number; quantity: number };

export async function cartItems(cartId: number): Promise<CartItem[]> {
  return (await call(`${CART}/carts/${cartId}/items`)) as CartItem[];
}

export async function charge(cartId: number, cents: number, card: string): Promise<{ receipt: string }> {
  return (await call(`${PAYMENT}/charges`, { cartId, cents, card })) as { receipt: string };
}

export async function recommendationsFor(productId: number): Promise<number[]> {
  return (await call(`${RECOMMENDATIONS}/recommendations/${productId}`)) as number[];
}

async function call(url: string, body?: unknown): Promise<unknown> {
  const response = await fetch(
    url,
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) },
  );
  if (!response.ok)
    throw new Error(`${new URL(url).pathname} answered ${response.status}: ${await response.text()}`);
  return response.json();
}
