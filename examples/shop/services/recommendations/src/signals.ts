const OUTSIDE = `http://127.0.0.1:${process.env.SHOP_OUTSIDE_PORT ?? 7010}`;

type Signal = 'viewed' | 'bought' | 'liked';

export async function fetchSignals(signal: Signal, productId: number): Promise<number[]> {
  const response = await fetch(`${OUTSIDE}/v1/signals/${signal}?product=${productId}`);
  if (!response.ok) throw new Error(`signals ${signal} answered ${response.status}`);
  return ((await response.json()) as { ids: number[] }).ids;
}
