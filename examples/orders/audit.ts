/** Holds the runs and the books of the outside world against each other. */
import type { Stepwell } from "stepwell";
import { euros, type Order, totalOf } from "./order.ts";
import type { OrderResult } from "./orders.ts";
import type { Ledger } from "./services/ledger.ts";
import { initialStock } from "./services/warehouse.ts";

export interface Audit {
  readonly lines: readonly string[];
  readonly balanced: boolean;
}

interface Checked {
  readonly what: string;
  readonly wrong: readonly unknown[];
}

interface Sorted {
  readonly shipped: readonly { readonly order: Order; readonly tracking: string }[];
  readonly rejected: readonly Order[];
  readonly undone: readonly Order[];
}

export async function audit(engine: Stepwell, ledger: Ledger, batch: readonly Order[]): Promise<Audit> {
  const sorted = await sort(engine, batch);
  const checks = [...ofBank(ledger, sorted), ...ofWarehouse(ledger, sorted), ...ofParcels(ledger, sorted)];
  const lines = [
    `orders     ${batch.length}: ${sorted.shipped.length} shipped, ${sorted.rejected.length} rejected, ${sorted.undone.length} failed and undone`,
    ...totals(ledger),
    ...checks.map(({ what, wrong }) => (wrong.length === 0 ? `✓ ${what}` : `✗ ${what}: ${JSON.stringify(wrong)}`)),
  ];
  return { lines, balanced: checks.every(({ wrong }) => wrong.length === 0) };
}

async function sort(engine: Stepwell, batch: readonly Order[]): Promise<Sorted> {
  const shipped: { order: Order; tracking: string }[] = [];
  const rejected: Order[] = [];
  const undone: Order[] = [];
  for (const order of batch) {
    const { status, output } = await engine.handle(order.id).status();
    const result = output as OrderResult | undefined;
    if (status !== "completed") undone.push(order);
    else if (result?.status === "shipped") shipped.push({ order, tracking: result.tracking });
    else rejected.push(order);
  }
  return { shipped, rejected, undone };
}

function totals(ledger: Ledger): string[] {
  const count = (sql: string) => Number(ledger.all(sql)[0]?.n ?? 0);
  const paid = count("SELECT sum(cents) n FROM payments");
  const back = count("SELECT sum(cents) n FROM payments WHERE refunded = 1");
  const again = count("SELECT sum(tries - 1) n FROM requests");
  return [
    `bank       ${euros(paid)} charged, ${euros(back)} refunded`,
    `requests   ${count("SELECT sum(tries) n FROM requests")}, of them ${again} asked again after a failure or a kill`,
  ];
}

function ofBank(ledger: Ledger, { shipped, rejected, undone }: Sorted): Checked[] {
  const twice = ledger.all(`SELECT "order", count(*) n FROM payments GROUP BY "order" HAVING n > 1`);
  const kept = new Map(
    ledger.all(`SELECT "order", cents FROM payments WHERE refunded = 0`).map(({ order, cents }) => [order, cents]),
  );
  return [
    { what: "no order was charged twice", wrong: twice },
    {
      what: "what was kept is what shipped orders cost",
      wrong: shipped.filter(({ order }) => kept.get(order.id) !== totalOf(order)).map(({ order }) => order.id),
    },
    {
      what: "orders that were not shipped have cost nothing",
      wrong: [...rejected, ...undone].filter(({ id }) => kept.has(id)).map(({ id }) => id),
    },
  ];
}

function ofWarehouse(ledger: Ledger, { shipped, rejected, undone }: Sorted): Checked[] {
  const reserved = ledger.all(`SELECT "order", item, quantity FROM reservations`);
  const ofOrder = (id: string) =>
    reserved.filter((row) => row.order === id).map(({ item, quantity }) => ({ item, quantity }));
  const wanted = ({ items }: Order) => items.map(({ item, quantity }) => ({ item, quantity }));
  const missing = ledger.all(`SELECT s.item, s.quantity + coalesce(sum(r.quantity), 0) n FROM stock s
    LEFT JOIN reservations r ON r.item = s.item GROUP BY s.item`);
  return [
    {
      what: "shipped orders hold what they ordered",
      wrong: shipped.filter(({ order }) => sortedText(ofOrder(order.id)) !== sortedText(wanted(order))),
    },
    {
      what: "nothing is reserved for the others",
      wrong: [...rejected, ...undone].filter(({ id }) => ofOrder(id).length > 0).map(({ id }) => id),
    },
    {
      what: "nothing is missing on the shelves",
      wrong: missing.filter(({ item, n }) => n !== initialStock[String(item)]),
    },
  ];
}

function sortedText(rows: readonly { readonly item: unknown }[]): string {
  return JSON.stringify(rows.toSorted((one, other) => (String(one.item) < String(other.item) ? -1 : 1)));
}

function ofParcels(ledger: Ledger, { shipped }: Sorted): Checked[] {
  const labels = ledger.all(`SELECT "order", tracking FROM labels WHERE voided = 0`);
  const mails = ledger.all(`SELECT "order" FROM mails`).map(({ order }) => order);
  const expected = new Map<unknown, string>(shipped.map(({ order, tracking }) => [order.id, tracking]));
  return [
    {
      what: "each shipped order has one label, with its tracking number, and no other order has one",
      wrong:
        labels.length === expected.size
          ? labels.filter(({ order, tracking }) => expected.get(order) !== tracking)
          : [`${labels.length} labels for ${expected.size} orders`],
    },
    {
      what: "each customer of a shipped order was told once, nobody else was",
      wrong:
        mails.length === expected.size && new Set(mails).size === mails.length
          ? mails.filter((order) => !expected.has(order))
          : [`${mails.length} mails for ${expected.size} orders`],
    },
  ];
}
