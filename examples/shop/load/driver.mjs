// Steady traffic: about `rate` requests a second in fixed proportions, the same sequence each time.
const GATEWAY = process.env.GATEWAY_URL ?? 'http://127.0.0.1:7001';
const WORKER = process.env.WORKER_URL ?? 'http://127.0.0.1:7005';
const rate = Number(process.env.SHOP_RATE ?? 6);

let n = 0;
const json = { 'content-type': 'application/json' };
const checkout = (cart, card) =>
  fetch(`${GATEWAY}/checkout/${cart}`, { method: 'POST', headers: json, body: JSON.stringify({ card }) });

/** One step of the sequence; every twelfth checkout meets a slow bank, every thirteenth product has no signals. */
export function step(i) {
  switch (i % 6) {
    case 0:
      return fetch(`${GATEWAY}/products`);
    case 1:
    case 2:
      return fetch(`${GATEWAY}/products/${1 + (i % 120)}`);
    case 3:
      return fetch(`${GATEWAY}/recommended/${1 + (i % 39)}`);
    case 4:
      return checkout(1 + (i % 30), Math.floor(i / 6) % 8 === 3 ? 'slow-card' : 'visa');
    default:
      return Math.floor(i / 6) % 5 === 0 ? fetch(`${WORKER}/admin/jobs`) : fetch(`${GATEWAY}/products/7`);
  }
}

if (import.meta.main ?? process.argv[1] === new URL(import.meta.url).pathname) {
  console.log(`load: ${rate} requests a second`);
  setInterval(() => {
    step(n++)
      .then((r) => r.arrayBuffer())
      .catch(() => {});
  }, 1000 / rate);
}
