/** An order with a task that must not be executed in a test. */
import { NonRetryableError } from "../../model/retry-signals.ts";
import { signal } from "../../operations/signal.ts";
import { task } from "../../operations/task.ts";
import { workflow } from "../../operations/workflow.ts";

export const approved = signal<{ by: string }>("approved");
export const charge = task(
  "charge",
  { retry: { maxAttempts: 3, initial: "1h", jitter: 0 } },
  (amount: number): string => {
    throw new NonRetryableError(`a real charge of ${amount}`);
  },
);
export const order = workflow("order", async (wf, amount: number) => {
  const payment = await wf.run(charge, amount);
  const approval = await wf.receive(approved, { timeout: "3 days" });
  return { payment, by: approval?.by };
});
