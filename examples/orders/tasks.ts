/** The steps of an order. Each gives its key to the service, which recognises a repetition by it. */
import { task } from "stepwell";
import { type Order, totalOf } from "./order.ts";
import { Refused } from "./services/errors.ts";
import { services } from "./services/services.ts";

/** What a service refuses once it refuses always; the rest is worth another try. */
export const patient = {
  timeout: "5 s",
  retry: { maxAttempts: 8, initial: "100 ms", retryIf: (error: unknown) => !(error instanceof Refused) },
} as const;

/** @returns what is wrong with the order; empty when nothing is */
export const validate = task("validate", ({ customer, items }: Order): string[] => {
  return [
    ...(customer === "" ? ["no customer"] : []),
    ...(items.length === 0 ? ["no items"] : []),
    ...items.filter(({ quantity }) => quantity < 1).map(({ item }) => `no quantity of ${item}`),
  ];
});

export const charge = task("charge", patient, async (order: Order, t) => {
  return await services().bank.charge({ order: order.id, card: order.card, cents: totalOf(order) }, t.key);
});

export const refund = task("refund", patient, async (order: Order, t) => {
  const cents = await services().bank.refund({ order: order.id }, t.key);
  if (cents > 0) t.log(`refunded ${cents} cents`);
});

export const reserve = task("reserve", patient, async (order: Order, t) => {
  return await services().warehouse.reserve({ order: order.id, items: order.items }, t.key);
});

export const release = task("release", patient, async (order: Order, t) => {
  await services().warehouse.release({ order: order.id }, t.key);
});

export interface Parcel {
  readonly order: string;
  readonly address: string;
  readonly tracking: string;
}

export const printLabel = task("print label", patient, async (parcel: Parcel, t) => {
  return await services().carrier.print(parcel, t.key);
});

export const voidLabel = task("void label", patient, async ({ tracking }: Parcel, t) => {
  await services().carrier.voidLabel({ tracking }, t.key);
});

export const bookPickup = task("book pick-up", patient, async ({ tracking, address }: Parcel, t) => {
  return await services().carrier.pickUp({ tracking, address }, t.key);
});

export interface Mail {
  readonly order: string;
  readonly customer: string;
  readonly text: string;
}

export const sendMail = task("mail", patient, async (mail: Mail, t) => {
  await services().post.send(mail, t.key);
});
