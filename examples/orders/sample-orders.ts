/** Orders for the demonstration, the same ones each time: of ten, five are plain and the others are each odd in a way. */
import type { Duration } from "stepwell";
import { type Item, type Order, totalOf } from "./order.ts";

const customers = ["ann", "bob", "cleo", "dora", "emil", "fritz", "gina"];
const prices: Readonly<Record<string, number>> = { tea: 790, cup: 1_250, pot: 4_900 };

export function sampleOrders(count: number, notifyAfter: Duration): Order[] {
  return Array.from({ length: count }, (_, n) => sampleOrder(n, notifyAfter));
}

function sampleOrder(n: number, notifyAfter: Duration): Order {
  const id = `o-${String(n + 1).padStart(3, "0")}`;
  const customer = customers[(n * 3) % customers.length] ?? "ann";
  const plain: Order = {
    id,
    customer,
    card: `card-${customer}`,
    address: "1 Main Street",
    items: items(n),
    notifyAfter,
  };
  switch (n % 10) {
    case 1:
      return { ...plain, items: [{ item: "samovar", quantity: 3, cents: 45_000 }] };
    case 3:
      return { ...plain, items: [...plain.items, { item: "unicorn", quantity: 1, cents: 9_900 }] };
    case 5:
      return { ...plain, address: "2 Crater Road, the moon" };
    case 6:
      return { ...plain, card: `declined-${customer}` };
    case 7:
      return { ...plain, items: [{ item: "samovar", quantity: 9, cents: 45_000 }] };
    case 8:
      return n % 20 === 8 ? { ...plain, items: [] } : plain;
    default:
      return plain;
  }
}

function items(n: number): Item[] {
  const names = Object.keys(prices);
  return names
    .filter((_, index) => (n + index) % 3 !== 0)
    .map((item, index) => ({ item, quantity: 1 + ((n + index) % 4), cents: prices[item] ?? 0 }));
}

/** What the person of the demonstration says to a large order: three samovars are fine, nine are not. */
export function decide(order: Pick<Order, "items">): boolean {
  return totalOf(order) < 300_000;
}
