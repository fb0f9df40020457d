/**
 * The workflows: an order from its validation to the parcel, the shipping as a run of its own, and the notification
 * that follows later.
 *
 *   npx stepwell run examples/orders/orders.ts#order --input @order.json --id o-17
 */
import { type Duration, NonRetryableError, toMs, type WorkflowContext, workflow } from "stepwell";
import { euros, type Order, totalOf } from "./order.ts";
import {
  bookPickup,
  charge,
  type Mail,
  type Parcel,
  patient,
  printLabel,
  refund,
  release,
  reserve,
  sendMail,
  validate,
  voidLabel,
} from "./tasks.ts";

const anHour: Duration = "1 hour";
/** From this total on a person decides. */
const approvalFromCents = 100_000;

export type OrderResult = { readonly status: "rejected"; readonly problems: readonly string[] } | Shipped;

interface Shipped {
  readonly status: "shipped";
  readonly payment: string;
  readonly tracking: string;
  readonly notifyAt: Date;
}

/** Label and pick-up. Undoes its own part when it does not end well, whoever has called it. */
export const shipping = workflow("shipping", async (wf, parcel: Parcel) => {
  wf.compensate("void label", () => voidLabel(parcel), patient);
  await printLabel(parcel);
  return await bookPickup(parcel);
});

export const notification = workflow("notification", async (_wf, mail: Mail) => {
  await sendMail(mail);
});

export const order = workflow(
  {
    name: "order",
    // A customer's orders go one after the other.
    concurrency: { limit: 1, key: ({ customer }: Order) => customer || "nobody" },
    onFailure: (wf) => wf.set("status", "undone"),
    // Only now it is sure that the order is shipped: nothing cancels it any more.
    onComplete: (wf, result: OrderResult, input) =>
      result.status === "shipped" ? notify(wf, input, result) : undefined,
  },
  async (wf, input: Order): Promise<OrderResult> => {
    const total = totalOf(input);
    const notifyAfterMs = toMs(input.notifyAfter ?? anHour);
    wf.title(`${input.customer}, ${euros(total)}`);
    wf.attributes({ customer: input.customer, total });

    const problems = await validate(input);
    if (problems.length > 0) {
      wf.set("status", "rejected");
      return { status: "rejected", problems };
    }

    // What undoes a step is registered before it: a step that failed for good may have had its effect all the same.
    wf.set("status", "paying");
    wf.compensate("refund", () => refund(input), patient);
    const payment = await charge(input);
    wf.set("payment", payment.id);

    wf.set("status", "reserving");
    wf.compensate("release", () => release(input), patient);
    await reserve(input);

    if (total >= approvalFromCents) await approval(wf, input);

    wf.set("status", "shipping");
    const tracking = `TRK-${input.id}-${String(Math.floor(wf.random() * 100_000)).padStart(5, "0")}`;
    const parcel: Parcel = { order: input.id, address: input.address, tracking };
    // Shipping undoes what it has not ended; what it has ended is for who called it to undo.
    wf.compensate("void label", () => voidLabel(parcel), patient);
    await wf.call(shipping, parcel);
    wf.set("tracking", tracking);

    const notifyAt = new Date(wf.now().getTime() + notifyAfterMs);
    wf.set("notification time", notifyAt);
    wf.set("status", "shipped");
    return { status: "shipped", payment: payment.id, tracking, notifyAt };
  },
);

/** @throws NonRetryableError when somebody said no, or nobody said anything for three days */
async function approval(wf: WorkflowContext, input: Order): Promise<void> {
  wf.set("status", "waiting for approval");
  const approved = await wf.ask<boolean>({
    name: "approve",
    title: `Ship ${input.id} to ${input.customer} for ${euros(totalOf(input))}?`,
    form: { order: input.id, items: input.items },
    assignees: ["sales"],
    timeout: "3 days",
    default: false,
  });
  if (approved !== true) throw new NonRetryableError("not approved");
}

/** A run of its own that begins later: the order need not wait for it, and is not undone when it fails. */
async function notify(wf: WorkflowContext, { id, customer, notifyAfter = anHour }: Order, result: Shipped) {
  const mail: Mail = { order: id, customer, text: `Your parcel ${result.tracking} is on its way.` };
  await wf.start(notification, mail, { id: `${wf.id}~notification`, delay: notifyAfter, detached: true });
}
