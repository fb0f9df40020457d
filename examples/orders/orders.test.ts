import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { memory, RunCancelled, type RunFailed, type RunHandle, Stepwell } from "stepwell";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Order } from "./order.ts";
import { notification, order, shipping } from "./orders.ts";
import { type Services, services } from "./services/services.ts";

const plain: Order = {
  id: "o-17",
  customer: "ann",
  card: "card-ann",
  address: "1 Main Street",
  items: [{ item: "tea", quantity: 2, cents: 790 }],
};
const large: Order = { ...plain, items: [{ item: "samovar", quantity: 3, cents: 45_000 }] };

let directory: string;
let engine: Stepwell;
let world: Services;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), "orders-"));
  process.env.ORDERS_DIRECTORY = directory;
  world = services();
  engine = await Stepwell.open({ store: memory(), workflows: [order, shipping, notification] });
});

afterEach(async () => {
  await engine.close({ graceMs: 0 });
  world.ledger.close();
  rmSync(directory, { recursive: true });
});

/** What is left in the books of everybody. */
function left() {
  return {
    kept: world.ledger.all("SELECT cents FROM payments WHERE refunded = 0").map(({ cents }) => cents),
    reserved: world.ledger.all("SELECT item FROM reservations").map(({ item }) => item),
    labels: world.ledger.all("SELECT tracking FROM labels WHERE voided = 0").map(({ tracking }) => tracking),
  };
}

async function failureOf(run: RunHandle<unknown>): Promise<unknown> {
  return await run.result().then(
    () => "it completed",
    (error: RunFailed) => error.cause ?? error,
  );
}

async function question(run: RunHandle<unknown>): Promise<string> {
  for await (const _ of run.watch()) {
    const { items } = await engine.approvals({ assignee: "sales", run: run.id });
    if (items[0] !== undefined) return items[0].ask;
  }
  throw new TypeError("it has ended without a question");
}

test("an order is charged, reserved and shipped, and shows how it stands", async () => {
  const run = await engine.start(order, plain, { id: plain.id });
  const result = await run.result();
  expect(result).toMatchObject({ status: "shipped", tracking: expect.stringMatching(/^TRK-o-17-\d{5}$/) });
  if (result.status !== "shipped") throw new TypeError("it is not shipped");
  expect(left()).toEqual({ kept: [1_580], reserved: ["tea"], labels: [result.tracking] });
  expect(await run.get("status")).toBe("shipped");
  expect(await run.get("payment")).toBe(result.payment);
  expect(await run.get("notification time")).toEqual(result.notifyAt);
});

test("the customer is told an hour later, by a run of its own", async () => {
  const run = await engine.start(order, plain, { id: plain.id });
  await run.result();
  const { items } = await engine.list({ parent: run.id, workflow: "notification" });
  expect(items).toMatchObject([{ id: "o-17~notification", status: "pending" }]);
  expect(await engine.handle("o-17~notification").why()).toMatch(/59m|60m|1h/);
  expect(world.ledger.all("SELECT * FROM mails")).toEqual([]);
});

test("what cannot be an order is rejected, and nobody is asked for anything", async () => {
  const result = await engine.execute(order, { ...plain, customer: "", items: [] });
  expect(result).toEqual({ status: "rejected", problems: ["no customer", "no items"] });
  expect(world.ledger.all("SELECT * FROM requests")).toEqual([]);
});

test.each([
  { why: /card .* is declined/, wrong: { card: "declined-ann" } },
  { why: /not enough of unicorn/, wrong: { items: [...plain.items, { item: "unicorn", quantity: 1, cents: 1 }] } },
  { why: /nobody drives to/, wrong: { address: "2 Crater Road, the moon" } },
])("nothing is left of an order that fails: $why", async ({ why, wrong }) => {
  const run = await engine.start(order, { ...plain, ...wrong }, { id: plain.id });
  expect(String(await failureOf(run))).toMatch(why);
  expect(left()).toEqual({ kept: [], reserved: [], labels: [] });
  expect(await run.get("status")).toBe("undone");
});

test("a large order is shipped once a person has agreed", async () => {
  const run = await engine.start(order, large, { id: large.id });
  const ask = await question(run);
  expect(await run.get("status")).toBe("waiting for approval");
  await run.answer(ask, true, { by: "sue" });
  expect(await run.result()).toMatchObject({ status: "shipped" });
});

test("nothing is left of a large order that a person has refused", async () => {
  const run = await engine.start(order, large, { id: large.id });
  await run.answer(await question(run), false, { by: "sue" });
  expect(String(await failureOf(run))).toContain("not approved");
  expect(left()).toEqual({ kept: [], reserved: [], labels: [] });
});

test("nothing is left of an order that is cancelled while it waits", async () => {
  const run = await engine.start(order, large, { id: large.id });
  await question(run);
  await run.cancel("changed her mind");
  expect(await failureOf(run)).toBeInstanceOf(RunCancelled);
  expect(left()).toEqual({ kept: [], reserved: [], labels: [] });
});

test("nothing is left of an order that is cancelled while its shipping comes to a good end", async () => {
  const [begun, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const { print } = world.carrier;
  world.carrier.print = async (...parts) => {
    begun.resolve();
    await gate.promise;
    return await print(...parts);
  };
  const run = await engine.start(order, plain, { id: plain.id });
  await begun.promise;
  await run.pause();
  await run.cancel("changed her mind");
  gate.resolve();
  await engine.handle("o-17~shipping").result();
  await run.resume();
  expect(await failureOf(run)).toBeInstanceOf(RunCancelled);
  expect(left()).toEqual({ kept: [], reserved: [], labels: [] });
});

test("an order whose notification has no time is not begun", async () => {
  const run = await engine.start(order, { ...plain, notifyAfter: "soon" as never }, { id: plain.id });
  expect(await failureOf(run)).toMatchObject({ code: "invalid-duration" });
  expect(world.ledger.all("SELECT cents FROM payments")).toEqual([]);
});

test("a customer's orders go one after the other", async () => {
  const first = await engine.start(order, large, { id: "o-1" });
  const ask = await question(first);
  const second = await engine.start(order, { ...plain, id: "o-2" }, { id: "o-2" });
  const other = await engine.start(order, { ...plain, id: "o-3", customer: "bob" }, { id: "o-3" });
  expect(await other.result()).toMatchObject({ status: "shipped" });
  expect(await second.status()).toMatchObject({ status: "pending" });
  await first.answer(ask, true);
  expect(await second.result()).toMatchObject({ status: "shipped" });
});
