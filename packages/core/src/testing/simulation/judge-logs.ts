/** Lines that code and bodies have logged: each is kept once, in order, where it belongs (invariant 21). */
import type { StoredLog } from "../../store/port.ts";
import { Execution } from "./execution.ts";
import { type KnownRun, ownName } from "./known-run.ts";
import { nodesOf } from "./plan.ts";
import type { World } from "./world.ts";

export async function judgeLogs(world: World): Promise<void> {
  if (world.plan.logs !== true) return;
  for (const run of world.ledger.runs.values()) {
    if (run.gone !== undefined) continue;
    const lines = await world.store.logs(run.key, 0, 10_000);
    for (const problem of [...codeProblems(run, lines), ...bodyProblems(world, run, lines)])
      world.offences.add(`run ${run.id} (generation ${run.generation}): ${problem}`);
  }
}

/** What a draw is told as, which is what is logged of it. */
export const drawn = /^[\d.e-]+ ([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}) \d+$/;

/** What the engine says of a hook that has failed. */
const ofHooks = /^the workflow's on-(?:failure|complete) hook failed: /;

function* codeProblems({ endedIn }: KnownRun, lines: readonly StoredLog[]): Generator<string> {
  if (!(endedIn instanceof Execution)) return;
  const logged = endedIn.told.map(({ text }) => text).filter((text) => drawn.test(text));
  const kept = lines.filter(({ op, text }) => op === "" && !ofHooks.test(text)).map(({ text }) => text);
  if (kept.join() !== logged.join()) yield `its code has logged ${logged.join()}; kept are ${kept.join()}`;
}

function* bodyProblems({ plan }: World, run: KnownRun, lines: readonly StoredLog[]): Generator<string> {
  const logged = new Set<string>();
  for (const { op, attempt, text } of lines) {
    if (op === "" || op === "~engine") continue;
    if (!text.startsWith(`${ownName(op)}@`)) yield `${op} has logged ${text}`;
    if (logged.has(`${op} ${attempt}`)) yield `${op} has logged two lines in attempt ${attempt}`;
    logged.add(`${op} ${attempt}`);
  }
  const flow = plan.flows.find(({ name }) => name === run.workflow);
  const own = new Set(
    flow && [...nodesOf(flow)].flatMap((part) => (part.is === "step" && part.kind !== "cached" ? [part.name] : [])),
  );
  const kept = new Set(run.entries.filter(({ kind }) => kind === "kept").map(({ op }) => op));
  for (const [at, { kind, op, attempt }] of run.entries.entries())
    if (kind === "step" && run.writers[at] !== undefined && !kept.has(op) && own.has(ownName(op).split("-")[0] ?? ""))
      if (!logged.has(`${op} ${attempt}`)) yield `${op} has logged a line in attempt ${attempt}, and it is not kept`;
}
