/**
 * `npm run example:orders`: executes a batch of orders and kills the process with SIGKILL in the middle, several times.
 * The last one ends by itself and prints the books.
 *
 *   node examples/orders/demo-kill.ts [--orders 40] [--kills 3] [--notify "2 s"]
 *
 * The books are in ORDERS_DIRECTORY, by default in a new folder that is removed in the end.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { services } from "./services/services.ts";

const { values } = parseArgs({
  options: {
    orders: { type: "string", default: "40" },
    kills: { type: "string", default: "3" },
    notify: { type: "string", default: "2 s" },
  },
});
const given = process.env.ORDERS_DIRECTORY;
const directory = given ?? mkdtempSync(join(tmpdir(), "orders-"));
const { ledger } = services(directory);
const kills = Number(values.kills);
/** An order that is shipped makes five requests or so: the kills are spread over the first half of all. */
const requestsBetween = Math.max(1, Math.floor((Number(values.orders) * 2.5) / (kills + 1)));

for (let n = 1; n <= kills; n++) {
  const batch = begin();
  const target = requests() + requestsBetween;
  while (requests() < target && batch.exitCode === null) await pause(2);
  const { exitCode } = batch;
  if (exitCode === 0) throw new Error(`the batch was done before kill ${n}: give it more orders, or less kills`);
  if (exitCode !== null) throw new Error(`the batch ended with ${exitCode} before kill ${n}`);
  batch.kill("SIGKILL");
  await once(batch, "exit");
  process.stdout.write(`kill -9 after ${requests()} requests to the services\n`);
}
const last = begin();
const [code] = await once(last, "exit");
ledger.close();
if (given === undefined) rmSync(directory, { recursive: true });
process.exitCode = typeof code === "number" ? code : 1;

function begin(): ChildProcess {
  const start = fileURLToPath(new URL("start.ts", import.meta.url));
  const env = { ...process.env, ORDERS_DIRECTORY: directory };
  const words = [start, "--orders", values.orders, "--notify", values.notify];
  return spawn(process.execPath, words, { stdio: ["ignore", "inherit", "inherit"], env });
}

function requests(): number {
  return Number(ledger.all("SELECT coalesce(sum(tries), 0) n FROM requests")[0]?.n);
}
