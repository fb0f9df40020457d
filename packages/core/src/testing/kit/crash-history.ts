/** One history of a crash test: a run, a crash at one point or none, and what came of it. */
import type { RunDetails } from "../../engine/run-view.ts";
import { assert } from "../../model/assert.ts";
import { isFailure } from "../../model/errors.ts";
import { messageOf } from "../../model/run-errors.ts";
import type { RunState } from "../../model/run-state.ts";
import type { CrashPoint } from "./crash-points.ts";
import type { KitSettings } from "./kit-options.ts";
import type { Execution } from "./ledger.ts";
import { MortalEngine, type MortalOptions } from "./mortal-engine.ts";
import { TestKit } from "./test-kit.ts";

/** How the run ended. */
export interface CrashOutcome {
  readonly status: RunState;
  /** Only when completed. */
  readonly output: unknown;
  /** Why it did not complete, in words; undefined when it did. */
  readonly problem: string | undefined;
}

export interface History {
  readonly outcome: CrashOutcome;
  /** What the test's own account of effects says; undefined where it keeps none. */
  readonly effects: unknown;
  readonly executions: readonly Execution[];
  /** All moments that the mortal process came to. */
  readonly points: readonly CrashPoint[];
  /** False: the point was never reached. */
  readonly died: boolean;
  /** What was mocked or scripted and not used. */
  readonly unused: readonly string[];
}

/** What every history of a test has in common. */
export interface HistoryPlan {
  readonly settings: KitSettings;
  /** Of the run that it is about. */
  readonly id: string;
  /** Sets the history's world up. @returns the account of its effects */
  prepare(kit: TestKit): Promise<(() => unknown) | undefined>;
  /** Starts the run and does with it what is to be done. */
  play(kit: TestKit): Promise<unknown>;
}

export async function playHistory(plan: HistoryPlan, options: MortalOptions): Promise<History> {
  const mortal = new MortalEngine(options);
  const kit = new TestKit(plan.settings, mortal);
  try {
    return await playIn(kit, plan, mortal);
  } finally {
    // Not `await using`: an old Node cannot read that, and could not say which one is needed.
    await kit[Symbol.asyncDispose]();
  }
}

async function playIn(kit: TestKit, plan: HistoryPlan, mortal: MortalEngine): Promise<History> {
  const account = await plan.prepare(kit);
  let stuck: unknown;
  try {
    await plan.play(kit);
  } catch (error) {
    if (isFailure(error, "test-stuck")) stuck = error;
    // How the run ended is looked at below.
    else if (!ends.some((code) => isFailure(error, code))) throw error;
  }
  const outcome = outcomeOf(await (await kit.engine()).handle(plan.id).status(), stuck);
  const findings = await mortal.inspect();
  assert(findings.length === 0, `the store holds together after a crash: ${findings.join("; ")}`);
  const { died, ledger } = mortal;
  return {
    outcome,
    effects: structuredClone(account?.()),
    executions: ledger?.executions ?? [],
    points: mortal.points.seen,
    died,
    unused: kit.unused(),
  };
}

const ends = ["run-failed", "run-cancelled", "run-timed-out", "run-blocked", "run-paused"] as const;

function outcomeOf({ status, output, error, why }: RunDetails, stuck: unknown): CrashOutcome {
  if (status === "completed") return { status, output, problem: undefined };
  const problem = stuck === undefined ? (why ?? (error === undefined ? status : messageOf(error))) : messageOf(stuck);
  return { status, output: undefined, problem };
}
