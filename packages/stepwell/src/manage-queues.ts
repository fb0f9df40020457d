/** What `queues` does. */
import { formatNumber, type QueueUse, type Stepwell } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { actionOf, nameOf } from "./action.ts";
import type { CommandCall } from "./command-spec.ts";
import { exitCodes } from "./exit-codes.ts";
import { openToLook } from "./open-engine.ts";
import { endMark } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import { span } from "./terminal/spans.ts";
import { type Cell, table } from "./terminal/table.ts";

const command = "queues";
const states = ["pending", "running", "waiting", "paused", "blocked"] as const;
const done = { pause: "is paused", resume: "is resumed", drain: "is paused, and nothing of it executes" } as const;

/** @returns the exit code */
export async function manageQueues(call: CommandCall): Promise<number> {
  const [word, name] = call.given.args;
  const action = actionOf(command, word, ["list", "pause", "resume", "drain"]);
  const wanted = action === "list" ? "" : nameOf(command, name);
  const engine = await openToLook(call);
  try {
    if (action === "list") print(await engine.queues.list(), call);
    else await act(engine, { action, name: wanted, call });
  } finally {
    await engine.close();
  }
  return exitCodes.completed;
}

async function act(
  engine: Stepwell,
  wish: { action: keyof typeof done; name: string; call: CommandCall },
): Promise<void> {
  const { action, name, call } = wish;
  const before = await engine.queues.list();
  const { result, progress, json, quiet } = call.output;
  const running = before.find((queue) => queue.name === name)?.running ?? 0;
  if (action === "drain" && running > 0 && !json && !quiet) progress.sentence(waitingText(name, running), "idle");
  await engine.queues[action](name);
  if (json) result.stream.write(`${JSON.stringify({ v: 1, name, paused: action !== "resume" })}\n`);
  else if (!quiet) result.line([span(plainText(`queue "${name}" ${done[action]}`))]);
  const names = before.map((queue) => queue.name);
  if (json || quiet || names.includes(name)) return;
  const nearest = nearestName(name, names);
  const meant = nearest === "" ? "" : `; did you mean "${nearest}"?`;
  progress.sentence(plainText(`it was not paused, and no run in it is open${meant}`), "idle");
}

/** It may take as long as the longest of them: who waits is to know for what. */
function waitingText(name: string, running: number): string {
  const runs = running === 1 ? "1 run does" : `${formatNumber(running)} runs do`;
  return plainText(`waiting until nothing of queue "${name}" executes: ${runs}`);
}

function print(queues: readonly QueueUse[], { output }: CommandCall): void {
  const { result, json, quiet, progress } = output;
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, items: queues, next: null })}\n`);
    return;
  }
  const columns = result.stream.isTerminal ? result.stream.size().columns - 1 : Number.POSITIVE_INFINITY;
  const rows = queues.map(rowOf);
  for (const line of table(rows, { columns, end: endMark(result.appearance), whole: [0] })) result.line(line);
  if (queues.length === 0 && !quiet) progress.line([span("no queue is paused, and no run is open", "idle")]);
}

function rowOf(queue: QueueUse): Cell[] {
  const counts = states.filter((state) => queue[state] > 0).map((state) => `${formatNumber(queue[state])} ${state}`);
  return [
    { text: plainText(queue.name) },
    { text: queue.pausedAt === undefined ? "" : "paused" },
    { text: counts.join(", ") },
  ];
}
