/** Who asks for things while processes are killed: a client that executes nothing, and remembers what was acknowledged. */
import { isFailure, type Stepwell } from "@stepwell/core";

export class People {
  /** Numbers of the orders whose start was acknowledged. */
  readonly started: number[] = [];
  readonly cancelled = new Set<number>();
  /** Signals that were acknowledged. */
  signals = 0;
  answers = 0;
  /** What was acknowledged as an order's payment. */
  readonly paid = new Map<number, number>();
  readonly #engine: Stepwell;
  readonly #random: () => number;
  readonly #orders: number;

  constructor(engine: Stepwell, { orders, random }: { readonly orders: number; readonly random: () => number }) {
    this.#engine = engine;
    this.#orders = orders;
    this.#random = random;
  }

  /** One round of asking. */
  async act(): Promise<void> {
    const engine = this.#engine;
    for (let n = 0; n < 3 && this.started.length < this.#orders; n++) {
      const number = this.started.length + 1;
      await engine.start("order", number, { id: idOf(number) });
      this.started.push(number);
    }
    const one = this.started[Math.floor(this.#random() * this.started.length)];
    if (one === undefined) return;
    const run = engine.handle(idOf(one));
    const dice = this.#random();
    try {
      if (dice < 0.5) {
        // Sent twice, as by somebody who is not sure.
        for (let time = 0; time < 2; time++) await run.signal("hint", one, { key: "only one" });
        this.signals++;
      } else if (dice < 0.6) {
        await run.pause();
        await run.resume();
      } else if (dice < 0.65) {
        await run.cancel("enough");
        this.cancelled.add(one);
      }
      for (const { run: id, ask } of (await engine.approvals()).items) {
        await engine.handle(id).answer(ask, "yes");
        this.answers++;
      }
      await this.#pay(one);
    } catch (error) {
      // It ended meanwhile, or somebody was faster.
      if (!over.some((code) => isFailure(error, code))) throw error;
    }
  }

  /** Twice, with different sums: only one may be taken. */
  async #pay(order: number): Promise<void> {
    const token = await this.#engine.handle(idOf(order)).get("token");
    if (typeof token !== "string") return;
    for (let sum = 0; sum < 2; sum++) {
      await this.#engine.completeCallback(token, order + sum);
      if (this.paid.has(order)) throw new RangeError(`order ${order} was paid twice with one token`);
      this.paid.set(order, order + sum);
    }
  }
}

const over = ["run-finished", "ask-answered", "unknown-ask", "callback-used"] as const;

export function idOf(order: number): string {
  return `o-${order}`;
}
