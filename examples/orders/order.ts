/** What an order is. Amounts are whole cents. */
import type { Duration } from "stepwell";

export interface Item {
  readonly item: string;
  readonly quantity: number;
  readonly cents: number;
}

export interface Order {
  readonly id: string;
  readonly customer: string;
  readonly card: string;
  readonly address: string;
  readonly items: readonly Item[];
  /** How long after shipping the customer is told. Default: an hour. */
  readonly notifyAfter?: Duration;
}

export function totalOf({ items }: Pick<Order, "items">): number {
  return items.reduce((sum, { quantity, cents }) => sum + quantity * cents, 0);
}

/** "1,234.50 EUR" */
export function euros(cents: number): string {
  const amount = (cents / 100).toLocaleString("en", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  return `${amount} EUR`;
}
