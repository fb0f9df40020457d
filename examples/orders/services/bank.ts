import { Refused } from "./errors.ts";
import type { Ledger } from "./ledger.ts";

export interface Payment {
  readonly id: string;
  readonly cents: number;
}

export interface Bank {
  /** @throws Refused when the card is declined; NoAnswer */
  charge(wanted: { order: string; card: string; cents: number }, key: string): Promise<Payment>;
  /** Pays back whatever was charged for the order. @returns how much that was, 0 for nothing */
  refund(wanted: { order: string }, key: string): Promise<number>;
}

export function openBank(ledger: Ledger): Bank {
  return {
    charge: ({ order, card, cents }, key) =>
      ledger.serve({ service: "bank.charge", key }, () => {
        if (card.startsWith("declined")) throw new Refused(`card ${card} is declined`);
        const id = `pay-${Number(ledger.all("SELECT count(*) n FROM payments")[0]?.n) + 1}`;
        ledger.run(`INSERT INTO payments (id, "order", cents) VALUES (?, ?, ?)`, id, order, cents);
        return { id, cents };
      }),
    refund: ({ order }, key) =>
      ledger.serve({ service: "bank.refund", key }, () => {
        const open = ledger.all(`SELECT sum(cents) cents FROM payments WHERE "order" = ? AND refunded = 0`, order);
        ledger.run(`UPDATE payments SET refunded = 1 WHERE "order" = ?`, order);
        return Number(open[0]?.cents ?? 0);
      }),
  };
}
