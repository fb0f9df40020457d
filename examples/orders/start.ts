/**
 * Starts a batch of orders, or goes on with it, and waits for its end.
 *
 *   node examples/orders/start.ts [--orders 40] [--notify "2 s"] [--ask]
 *
 * `--ask` leaves large orders to a person, who says `npx stepwell approve`.
 */
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { type RunView, Stepwell, sqlite } from "stepwell";
import { answerQuestions } from "./approver.ts";
import { audit } from "./audit.ts";
import { notification, order, shipping } from "./orders.ts";
import { sampleOrders } from "./sample-orders.ts";
import { services } from "./services/services.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "40" },
    notify: { type: "string", default: "2 s" },
    ask: { type: "boolean", default: false },
  },
});
const directory = process.env.ORDERS_DIRECTORY ?? fileURLToPath(new URL("out", import.meta.url));
const { ledger } = services(directory);
const store = join(directory, "runs.db");
const shown = relative(process.cwd(), store);

await using engine = await Stepwell.open({ store: sqlite(store), workflows: [order, shipping, notification] });
const batch = sampleOrders(Number(values.orders), values.notify);
// The ids are the orders': those that were started before are not started again.
await engine.startMany(
  order,
  batch.map((input) => ({ input, id: input.id })),
);

const over = new AbortController();
const person = values.ask ? Promise.resolve() : answerQuestions(engine, over.signal);
if (values.ask) process.stdout.write(`large orders wait for you: npx stepwell approve --store file:${shown}\n`);
await Promise.allSettled(batch.map(({ id }) => engine.handle(id).result()));
for (const { id } of await unfinished())
  await engine
    .handle(id)
    .result()
    .catch(() => {});
over.abort();
await person;

const { lines, balanced } = await audit(engine, ledger, batch);
process.stdout.write(`${lines.join("\n")}\n`);
process.exitCode = balanced ? 0 : 1;

/** Notifications that are still to come. */
async function unfinished(): Promise<readonly RunView[]> {
  const status = ["pending", "running", "waiting"] as const;
  return (await engine.list({ workflow: notification.name, status }, { limit: 200 })).items;
}
