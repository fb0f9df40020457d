/** "Complex Workflow with Error Handling": an order that is validated, paid, reserved and shipped, or put right. */
import { type AnyWorkflow, messageOf, NonRetryableError, task, workflow } from "@stepwell/core";

export interface OrderData {
  readonly orderId?: string;
  readonly customer?: string;
  readonly items?: readonly { readonly id: string; readonly quantity: number }[];
  readonly total?: number;
  /** Where the outside refuses. */
  readonly breaksAt?: "inventory" | "shipping";
}

type Note = (body: string) => void;

function tasks(note: Note) {
  const validate = task("validate order", (order: OrderData, t) => {
    note("validate");
    const errors = [
      ...(order.customer ? [] : ["missing customer"]),
      ...(order.items?.length ? [] : ["no items in order"]),
    ];
    return { validationId: t.uuid(), valid: errors.length === 0, errors, validatedAt: t.now() };
  });
  // The first attempt never succeeds, so that there is a retry.
  const pay = task("process payment", { retry: { initial: "1 s", maxAttempts: 20 } }, (order: OrderData, t) => {
    note(`pay, attempt ${t.attempt}`);
    if (t.attempt === 1) throw new Error("payment processing failed");
    return { paymentId: t.uuid(), amount: order.total ?? 0, processedAt: t.now() };
  });
  const reserve = task("reserve inventory", ({ items = [], breaksAt }: OrderData, t) => {
    if (breaksAt === "inventory") throw new NonRetryableError("nothing left");
    note("reserve");
    const reserved = items.map(({ id, quantity }) => ({ id, quantity, reservationId: t.uuid() }));
    return { reservationId: t.uuid(), reserved, reservedAt: t.now() };
  });
  const label = task("shipping label", ({ orderId, breaksAt }: OrderData & { reservationId: string }, t) => {
    if (breaksAt === "shipping") throw new NonRetryableError("no carrier goes there");
    note("label");
    const suffix = String(Math.floor(t.random() * 100_000)).padStart(5, "0");
    return { labelId: t.uuid(), trackingNumber: `TRK-${orderId}-${suffix}`, generatedAt: t.now() };
  });
  return { validate, pay, reserve, label };
}

/** The source's form: errors are caught, and a cleanup task puts things right. */
export function robustOrder(note: Note): AnyWorkflow[] {
  const { validate, pay, reserve, label } = tasks(note);
  const cleanUp = task("clean up failed order", (orderId: string, t) => {
    note("clean up");
    const actions = ["released inventory", "voided payment", "notified customer"];
    return { cleanupId: t.uuid(), orderId, actions, cleanedAt: t.now() };
  });
  const flow = workflow("robust order", async (wf, order: OrderData) => {
    const startedAt = wf.now();
    const orderId = order.orderId ?? wf.uuid();
    wf.set("order id", orderId);
    wf.set("status", "processing");
    try {
      const validation = await validate(order);
      if (!validation.valid) {
        wf.set("status", "validation failed");
        return { orderId, status: "failed", step: "validation", errors: validation.errors };
      }
      const { paymentId } = await pay(order);
      wf.set("payment id", paymentId);
      const { reservationId } = await reserve(order);
      wf.set("reservation id", reservationId);
      const { trackingNumber } = await label({ ...order, orderId, reservationId });
      wf.set("status", "completed");
      const completedAt = wf.now();
      return { orderId, status: "completed", paymentId, reservationId, trackingNumber, startedAt, completedAt };
    } catch (error) {
      wf.set("status", "error");
      wf.set("error", messageOf(error));
      const cleanup = await cleanUp(orderId);
      return { orderId, status: "error", error: messageOf(error), actions: cleanup.actions };
    }
  });
  return [flow];
}

/** The same with compensations: what was done is undone by itself, newest first, and the run fails. */
export function undoneOrder(note: Note): AnyWorkflow[] {
  const { validate, pay, reserve, label } = tasks(note);
  const order = workflow("undone order", async (wf, data: OrderData) => {
    const { errors } = await validate(data);
    if (errors.length > 0) throw new NonRetryableError(errors.join(", "));
    wf.compensate("void payment", () => note("void payment"));
    await pay(data);
    wf.compensate("release", () => note("release"));
    const { reservationId } = await reserve(data);
    return await label({ ...data, reservationId });
  });
  const outer = workflow("caller", async (wf, data: OrderData) => {
    return await wf.call(order, data).catch((error) => messageOf(error.cause));
  });
  return [outer, order];
}
