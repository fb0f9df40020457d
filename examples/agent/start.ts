/**
 * `npm run example:agent`: runs the agent, or goes on with it after a crash, and prints what was said and paid for.
 *
 *   node examples/agent/start.ts [--ask] [--budget 20000] [--id tidy-up]
 *
 * Without `--ask` dangerous tools are allowed by a stand-in for a person; with it they wait for you.
 */
import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { isFailure, Stepwell, sqlite } from "stepwell";
import { agent } from "./agent.ts";
import type { Message } from "./chat.ts";
import { readBills } from "./model-server.ts";
import { billFile, directory } from "./surroundings.ts";

const { values } = parseArgs({
  options: {
    ask: { type: "boolean", default: false },
    budget: { type: "string", default: "20000" },
    id: { type: "string", default: "tidy-up" },
  },
});
mkdirSync(directory(), { recursive: true });
const store = join(directory(), "runs.db");
const shown = relative(process.cwd(), store);
await using engine = await Stepwell.open({ store: sqlite(store), workflows: [agent] });
const input = { task: "Sum up my notes and tidy up", budget: Number(values.budget) };
const run = await engine.start(agent, input, { id: values.id });

const over = new AbortController();
const person = values.ask ? tellOfQuestions(over.signal) : allowAll(over.signal);
const result = run.result();
await Promise.allSettled([result]);
over.abort();
await person;
const { end, answer, spent, turns } = await result;

const conversation = ((await run.get("conversation")) ?? []) as readonly Message[];
for (const message of conversation) process.stdout.write(`${lineOf(message)}\n`);
const bills = readBills(billFile()).filter(({ key }) => key.startsWith(`${values.id}/`));
const paid = bills.reduce((sum, { reply }) => sum + reply.tokens, 0);
process.stdout.write(
  `${end === "budget" ? "the budget is used up" : answer}\n${turns} turns, ${spent} tokens spent, ${bills.length} answers paid for\n`,
);
if (paid !== spent || bills.length !== turns) {
  process.stdout.write(`the model has billed ${paid} tokens for ${bills.length} answers: this is not the same\n`);
  process.exitCode = 1;
}

async function allowAll(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const { ask } of (await engine.approvals({ run: run.id })).items)
      await run.answer(ask, true, { by: "demonstration" }).catch(unlessAnswered);
    await pause(20);
  }
}

/** Somebody else may have been first, or the run is over. */
function unlessAnswered(error: unknown): void {
  if (isFailure(error, "ask-answered") || isFailure(error, "run-finished")) return;
  throw error;
}

async function tellOfQuestions(signal: AbortSignal): Promise<void> {
  const told = new Set<string>();
  while (!signal.aborted) {
    for (const { ask, title } of (await engine.approvals({ run: run.id })).items) {
      if (!told.has(ask)) process.stdout.write(`${title}\n  npx stepwell approve ${run.id} --store file:${shown}\n`);
      told.add(ask);
    }
    await pause(200);
  }
}

function lineOf(message: Message): string {
  if (message.role === "user") return `user   ${message.text}`;
  if (message.role === "model") return `model  ${message.text}`;
  return `tool   ${message.call}: ${message.result.split("\n").join(" · ").slice(0, 80)}`;
}
