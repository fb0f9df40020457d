import { current, task, workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { crashedEverywhere } from "./crashed-everywhere.ts";

// "Basic Workflow Usage": an order with a payment, a tracking number from chance, and a notification an hour later.

/** A plain function of workflow code: `current()` is the run that calls it. */
function trackingNumber(orderId: string): string {
  const suffix = Math.floor((current()?.random() ?? 0) * 100_000);
  return `TRK-${orderId}-${String(suffix).padStart(5, "0")}`;
}

const hourMs = 3_600_000;

test("an order keeps its tracking number, payment and notification through every crash", async () => {
  const seen = await crashedEverywhere({
    input: "o-17",
    keys: ["tracking number", "notification time"],
    workflows: (note) => {
      const pay = task("process payment", (orderId: string, t) => {
        note(`pay ${orderId}`);
        return { paymentId: t.uuid(), processedAt: t.now(), status: "completed" };
      });
      const order = workflow("process order", async (wf, orderId: string) => {
        const tracking = trackingNumber(orderId);
        const payment = await pay(orderId);
        const notifyAt = new Date(wf.now().getTime() + hourMs);
        wf.set("tracking number", tracking);
        wf.set("notification time", notifyAt);
        await wf.sleep(notifyAt);
        await wf.step("notify", () => note("notify"));
        return { orderId, tracking, payment, notifyAt, late: wf.now() < notifyAt };
      });
      return [order];
    },
  });
  const { output, data, bodies } = seen;
  expect(output).toMatchObject({ orderId: "o-17", payment: { status: "completed" }, late: false });
  const { tracking, notifyAt } = output as { tracking: string; notifyAt: Date };
  expect(tracking).toMatch(/^TRK-o-17-\d{5}$/);
  expect(data).toEqual({ "tracking number": tracking, "notification time": notifyAt });
  expect(bodies).toEqual(["pay o-17", "notify"]);
});
