/** Runs that were removed: whoever asks for one is told that there is none, and nothing of it is left. */
import type { Stepwell } from "../../engine/engine.ts";
import type { RunHandle } from "../../engine/handle.ts";
import type { World } from "./world.ts";

type Question = (handle: RunHandle) => Promise<unknown>;

const questions: Readonly<Record<string, Question>> = {
  status: (handle) => handle.status(),
  journal: (handle) => handle.journal(),
  result: (handle) => handle.result(),
  watch: (handle) => handle.watch()[Symbol.asyncIterator]().next(),
  signal: (handle) => handle.signal("a", "too late"),
  cancel: (handle) => handle.cancel(),
  kill: (handle) => handle.kill(),
  resume: (handle) => handle.resume(),
  retry: (handle) => handle.retry(),
  fork: (handle) => handle.fork(),
};

/** What an engine says when it could not ask its store. */
const troubles: ReadonlySet<string> = new Set(["store-failed", "store-full", "outcome-unknown", "engine-closed"]);

export async function askForGone(
  { store, offences, healed }: World,
  engine: Stepwell,
  id: string,
  asked: readonly string[] = ["status"],
): Promise<void> {
  for (const what of asked) {
    // Another may have begun under its id.
    if ((await store.find(id)) !== undefined) return;
    const code = await (questions[what] as Question)(engine.handle(id)).then(
      () => undefined,
      (error: { readonly code?: string }) => String(error.code),
    );
    if (code === "unknown-run" || (!healed && troubles.has(code ?? ""))) continue;
    if ((await store.find(id)) === undefined)
      offences.add(`run ${id} is gone, and ${what} says ${code ?? "nothing of that"}`);
  }
}

/** When all is well again, and nothing moves: what a process that died has left is cleared up by the next. */
export async function judgeGone(world: World): Promise<void> {
  const { plan, client, ledger, database, offences, removals, store } = world;
  if (!plan.deeds.some((deed) => deed.do === "clear")) return;
  const engine = client.engine as Stepwell;
  await world.settled(engine.gc({ olderThan: "10000 h" }));
  if (database.halfCleared() > 0) offences.add(`${database.halfCleared()} runs are half cleared up`);
  for (const id of ledger.ids.gone()) await world.settled(askForGone(world, engine, id, Object.keys(questions)));
  const counted = (await store.stats()).reduce((sum, { removed }) => sum + removed, 0);
  if (counted !== removals.removed)
    offences.add(`${removals.removed} runs were removed, and the statistics say ${counted}`);
}
