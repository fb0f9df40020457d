import { describe, expect, test } from "vitest";
import { crashedEverywhere } from "./crashed-everywhere.ts";
import { type OrderData, robustOrder, undoneOrder } from "./robust-order.fixture.ts";

// "Complex Workflow with Error Handling", with a crash everywhere.

const order: OrderData = {
  orderId: "o-17",
  customer: "ann",
  items: [
    { id: "tea", quantity: 2 },
    { id: "cup", quantity: 1 },
  ],
  total: 120,
};
const keys = ["order id", "status", "payment id", "reservation id", "error"];

describe("an order with error handling", () => {
  test("is paid at the second attempt, reserved and shipped", async () => {
    const { output, data, bodies } = await crashedEverywhere({ workflows: robustOrder, input: order, keys });
    expect(output).toMatchObject({ orderId: "o-17", status: "completed" });
    const { paymentId, reservationId, trackingNumber, startedAt, completedAt } = output as Record<string, string> &
      Record<"startedAt" | "completedAt", Date>;
    expect(trackingNumber).toMatch(/^TRK-o-17-\d{5}$/);
    expect(completedAt.getTime() - startedAt.getTime()).toBeGreaterThanOrEqual(1_000);
    expect(data).toEqual({
      "order id": "o-17",
      status: "completed",
      "payment id": paymentId,
      "reservation id": reservationId,
      error: undefined,
    });
    expect(bodies).toEqual(["validate", "pay, attempt 1", "pay, attempt 2", "reserve", "label"]);
  });

  test("that is not valid is never paid, and gets an id by chance where it has none", async () => {
    const { output, data, bodies } = await crashedEverywhere({ workflows: robustOrder, input: {}, keys });
    expect(output).toMatchObject({ status: "failed", step: "validation" });
    expect(output).toMatchObject({ errors: ["missing customer", "no items in order"] });
    expect(data.status).toBe("validation failed");
    expect(data["order id"]).toMatch(/^[0-9a-f-]{36}$/);
    expect(bodies).toEqual(["validate"]);
  });

  test.each(["inventory", "shipping"] as const)("is cleaned up after a failure at the %s", async (breaksAt) => {
    const input = { ...order, breaksAt };
    const { output, data, bodies } = await crashedEverywhere({ workflows: robustOrder, input, keys });
    expect(output).toMatchObject({ orderId: "o-17", status: "error" });
    expect(output).toMatchObject({ actions: ["released inventory", "voided payment", "notified customer"] });
    expect(data).toMatchObject({ status: "error", error: expect.stringMatching(/nothing left|no carrier/) });
    expect(bodies.filter((body) => body === "clean up")).toHaveLength(1);
  });

  test("is undone by itself, newest first, where it says how", async () => {
    const { output, bodies } = await crashedEverywhere({
      workflows: undoneOrder,
      input: { ...order, breaksAt: "shipping" },
    });
    expect(output).toContain("no carrier goes there");
    expect(bodies.slice(-3)).toEqual(["reserve", "release", "void payment"]);
  });
});
