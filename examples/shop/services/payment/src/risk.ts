import { post } from './http-client';

/** Planted: a wrong host. Somebody's staging address was left in; everything else here talks to production. */
const RISK = 'http://risk.staging.shop.test/v1/assess';

export async function assessRisk(cents: number): Promise<void> {
  await post(RISK, { cents }, { timeoutMs: 1000 });
}
