const NAMES = [
  'Lamp',
  'Desk',
  'Chair',
  'Shelf',
  'Rug',
  'Mirror',
  'Clock',
  'Vase',
  'Kettle',
  'Mug',
  'Plate',
  'Bowl',
];

/** The same rows each time: 120 products, 30 carts of 6 to 40 items. */
export function seed() {
  const products = Array.from(
    { length: 120 },
    (_, i) => `(${i + 1}, '${NAMES[i % NAMES.length]} no. ${i + 1}', ${500 + ((i * 137) % 9000)})`,
  );
  const items = [];
  for (let cart = 1; cart <= 30; cart++)
    for (let n = 0; n < 6 + ((cart * 7) % 35); n++)
      items.push(`(${cart}, ${((cart * 13 + n * 5) % 120) + 1}, ${1 + (n % 3)})`);
  return `
    create table products (id int primary key, name text not null, cents int not null);
    create table cart_items (cart_id int not null, product_id int not null references products, quantity int not null);
    create table orders (id serial primary key, cart_id int not null, cents int not null, placed_at timestamptz default now());
    create table jobs (id serial primary key, kind text not null, payload jsonb not null, state text not null default 'new',
      tries int not null default 0, created_at timestamptz default now());
    insert into products values ${products.join(', ')};
    insert into cart_items values ${items.join(', ')};
  `;
}
