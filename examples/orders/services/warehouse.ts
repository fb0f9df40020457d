import { Refused } from "./errors.ts";
import type { Ledger } from "./ledger.ts";

/** What is on the shelves before the first order. */
export const initialStock: Readonly<Record<string, number>> = { tea: 5_000, cup: 5_000, pot: 5_000, samovar: 5_000 };

export interface Warehouse {
  /** All items or none. @throws Refused when there is not enough; NoAnswer */
  reserve(wanted: { order: string; items: readonly Wanted[] }, key: string): Promise<{ reserved: number }>;
  /** Puts back whatever is reserved for the order. */
  release(wanted: { order: string }, key: string): Promise<void>;
}

interface Wanted {
  readonly item: string;
  readonly quantity: number;
}

export function openWarehouse(ledger: Ledger): Warehouse {
  for (const [item, quantity] of Object.entries(initialStock))
    ledger.run("INSERT INTO stock VALUES (?, ?) ON CONFLICT DO NOTHING", item, quantity);
  return {
    reserve: ({ order, items }, key) =>
      ledger.serve({ service: "warehouse.reserve", key }, () => {
        for (const { item, quantity } of items) {
          const sql = "UPDATE stock SET quantity = quantity - ? WHERE item = ? AND quantity >= ?";
          if (ledger.run(sql, quantity, item, quantity) === 0) throw new Refused(`not enough of ${item}`);
          ledger.run("INSERT INTO reservations VALUES (?, ?, ?)", order, item, quantity);
        }
        return { reserved: items.length };
      }),
    release: ({ order }, key) =>
      ledger.serve({ service: "warehouse.release", key }, () => {
        const kept = ledger.all(`DELETE FROM reservations WHERE "order" = ? RETURNING item, quantity`, order);
        for (const { item, quantity } of kept)
          ledger.run("UPDATE stock SET quantity = quantity + ? WHERE item = ?", Number(quantity), String(item));
      }),
  };
}
