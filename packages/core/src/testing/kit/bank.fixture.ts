/** A bank that counts what it is asked for, as the world of a crash test. */
import { approved, charge } from "./order.fixture.ts";
import type { TestKit } from "./test-kit.ts";

/** With keys, it knows a payment again. */
class Bank {
  readonly payments: string[] = [];
  readonly #known = new Map<string, string>();

  pay(amount: number, key?: string): string {
    const known = key === undefined ? undefined : this.#known.get(key);
    if (known !== undefined) return known;
    const id = `p${amount}`;
    this.payments.push(id);
    if (key !== undefined) this.#known.set(key, id);
    return id;
  }
}

export function world(pays: (bank: Bank, amount: number, key: string) => string) {
  return (kit: TestKit) => {
    const bank = new Bank();
    kit.mock(charge, (amount, t) => pays(bank, amount, t.key));
    kit.signalAfter("2 days", approved, { by: "ann" });
    return () => bank.payments;
  };
}
