/** Executes an example undisturbed, then with a crash at every commit and at every position of its journal. */
import { type AnyWorkflow, memory } from "@stepwell/core";
import { expect } from "vitest";
import { virtualHost } from "../../packages/core/src/host/virtual.ts";
import { crashAtEveryCommit } from "../../packages/core/src/testing/crash-at-commits.ts";
import { look, openEngine } from "../../packages/core/src/testing/open-engine.ts";
import { replayPrefix, shapeOf } from "../../packages/core/src/testing/replay-again.ts";
import { passTime } from "../../packages/core/src/testing/virtual-time.ts";

export interface Example {
  /** Made anew for each time; the first one is started. `note` counts executions of bodies. */
  readonly workflows: (note: (body: string) => void) => readonly AnyWorkflow[];
  readonly input: unknown;
  /** Data of the run that is looked at from outside. */
  readonly keys?: readonly string[];
}

export interface Seen {
  /** What the run returned, and its data. */
  readonly output: unknown;
  readonly data: Readonly<Record<string, unknown>>;
  /** Bodies that were executed, in order. */
  readonly bodies: readonly string[];
}

/** @returns what was seen when nothing disturbed it */
export async function crashedEverywhere(example: Example): Promise<Seen> {
  await crashedAtCommits(example);
  return await crashedAtPositions(example);
}

/** Another process goes on: the same but for the times of what had not been recorded, and no body a second time but the one cut off. */
async function crashedAtCommits(example: Example): Promise<void> {
  const { workflows, input, keys = [] } = example;
  await crashAtEveryCommit(
    {
      workflows,
      drive: async (engine) => {
        const run = await engine.start(nameOf(workflows(() => {})), input, { id: "r" });
        const output = await run.result();
        const data = await Promise.all(keys.map((key) => run.get(key)));
        return { output, data };
      },
    },
    (crashed, undisturbed, where) => {
      expect(crashed.effects.length, where).toBeLessThanOrEqual(undisturbed.effects.length + 1);
      expect([...new Set(crashed.effects)].sort(), where).toEqual([...new Set(undisturbed.effects)].sort());
      // The start itself was cut off: what is started afterwards is another run, with other random values.
      if (where.startsWith("crash at commit point 1 ")) return;
      expect(timeless(crashed.result), where).toEqual(timeless(undisturbed.result));
    },
  );
}

/** What had been recorded is kept to the letter, times included; the rest is executed, and gives the same. */
async function crashedAtPositions({ workflows, input, keys = [] }: Example): Promise<Seen> {
  const host = virtualHost({ seed: 11 });
  const provider = memory();
  const bodies: string[] = [];
  const served = workflows((body) => bodies.push(body));
  const engine = await openEngine({ store: provider, workflows: served, host });
  const store = await look(provider);
  const run = await engine.start(nameOf(served), input, { id: "r" });
  const seen = async () => {
    const output = await passTime(host, run.result());
    const data = Object.fromEntries(await Promise.all(keys.map(async (key) => [key, await run.get(key)] as const)));
    return { output, data };
  };
  const journal = async () => {
    const row = await store.find("r");
    return row === undefined ? [] : await store.journal(row.key, 0, 1_000);
  };

  const undisturbed = { ...(await seen()), bodies: [...bodies] };
  const recorded = await journal();
  for (let at = recorded.length; at >= 0; at--) {
    bodies.length = 0;
    await replayPrefix(store, "r", at);
    const again = await seen();
    const where = `crash at position ${at} of ${recorded.length}`;
    expect(shapeOf((await journal()).slice(0, at)), where).toEqual(shapeOf(recorded.slice(0, at)));
    expect(timeless(again), where).toEqual(timeless({ output: undisturbed.output, data: undisturbed.data }));
    expect(undisturbed.bodies.slice(undisturbed.bodies.length - bodies.length), where).toEqual(bodies);
    if (at === recorded.length) {
      expect(again, where).toEqual({ output: undisturbed.output, data: undisturbed.data });
      expect(bodies, where).toEqual([]);
    }
  }
  return undisturbed;
}

function nameOf([first]: readonly AnyWorkflow[]): string {
  if (first === undefined) throw new TypeError("there is no workflow to start");
  return first.name;
}

/** The same without instants: what happens after a crash happens later. */
function timeless(value: unknown): unknown {
  if (value instanceof Date) return "an instant";
  if (Array.isArray(value)) return value.map(timeless);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, timeless(inner)] as const);
  return Object.fromEntries(entries);
}
