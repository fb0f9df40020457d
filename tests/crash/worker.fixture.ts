/**
 * A process that executes the runs of a file until none is left, or until it is killed. `worker.fixture.ts OPTIONS`,
 * as JSON. Every body notes in the effects file that it was executed, before it gives its result: a line of
 * "run step pid fence". SIGINT closes the engine, as Ctrl-C does.
 */
import { appendFileSync, existsSync } from "node:fs";
import { type Host, nodeHost, Stepwell, sqlite } from "@stepwell/core";
import { many } from "./many.ts";

export interface WorkerFixture {
  readonly file: string;
  readonly effects: string;
  readonly concurrency?: number;
  /** Bodies end only once this file is there; in the first process that executes the run. */
  readonly gate?: string;
  /** Its wall clock is ahead by so much, and it can prove nobody's death: lets a lease lapse without waiting. */
  readonly aheadMs?: number;
}

const options = JSON.parse(process.argv[2] ?? "{}") as WorkerFixture;
const say = (text: string): void => console.log(text);

function hostOf(aheadMs: number | undefined): Host {
  const host = nodeHost();
  if (aheadMs === undefined) return host;
  return { ...host, now: () => host.now() + aheadMs, isProvablyDead: () => false };
}

const workflow = many(async (run, step, fence) => {
  appendFileSync(options.effects, `${run} ${step} ${process.pid} ${fence}\n`);
  const pause = Math.floor(Math.random() * 4);
  await new Promise((resolve) => setTimeout(resolve, pause));
  const { gate } = options;
  while (gate !== undefined && fence === 1 && !existsSync(gate)) await new Promise((resolve) => setTimeout(resolve, 5));
});

const engine = await Stepwell.open({
  store: sqlite(options.file),
  workflows: [workflow],
  worker: options.concurrency === undefined ? {} : { concurrency: options.concurrency },
  host: hostOf(options.aheadMs),
  log: (text, error) => say(`notice: ${text} ${error instanceof Error ? error.message : ""}`),
});
say("ready");

const end = async (): Promise<void> => {
  clearInterval(looking);
  await engine.close();
  say("closed");
};
const looking = setInterval(async () => {
  if ((await engine.count({ status: ["pending", "running", "waiting"] })) === 0) await end();
}, 50);
process.once("SIGINT", () => void end());
