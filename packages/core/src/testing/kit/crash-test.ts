/** Crashes a workflow at every position of its journal and at every commit, and compares what comes of it. */
import { inspect } from "node:util";
import type { RunHandle } from "../../engine/handle.ts";
import { failure } from "../../model/errors.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import { type AnyTask, isTask, type Task } from "../../operations/task.ts";
import type { AnyWorkflow, Workflow } from "../../operations/workflow.ts";
import { type CrashDifference, differenceOf } from "./compare-histories.ts";
import { type HistoryPlan, playHistory } from "./crash-history.ts";
import type { CrashPoint } from "./crash-points.ts";
import { checkKitOptions, type TestKitOptions } from "./kit-options.ts";
import type { MockPair } from "./mocks.ts";
import type { TestKit } from "./test-kit.ts";

/** How a workflow is crashed; what a test kit takes, too. */
export interface CrashTestOptions extends TestKitOptions {
  /** What is executed in place of tasks, steps and called workflows, in every history. */
  readonly mocks?: readonly MockPair[];
  /**
   * Sets up the world of one history: mocks, scripted signals. What it returns is called at the end of that history and
   * gives an account of all effects; after a crash it must be the same as without one.
   */
  readonly prepare?: (kit: TestKit) => unknown;
  /** What is done with the run once it is started, before its end is awaited: pausing, cancelling, sending. */
  readonly drive?: (kit: TestKit, run: RunHandle) => Promise<unknown>;
  /** Of the run. Default "crash-test". */
  readonly id?: string;
  /** So many crashes at most, evenly spread over all positions. Default 1,000. */
  readonly atMost?: number;
  /** True for a difference that is meant to be: after an interruption of an at-most-once step, for instance. */
  readonly accepts?: (difference: CrashDifference) => boolean;
}

/** What a crash test has done. */
export interface CrashReport {
  /** Histories with a crash. */
  readonly crashes: number;
  /** Positions at which there could have been one. */
  readonly points: number;
}

const where = "crashTest";
const withoutCrash = "without any crash, executed for the second time";

/**
 * Executes a workflow once undisturbed, then once for each position of its journal and each commit with a crash there,
 * after which another process goes on; and compares how the run ends, which steps are executed with what input, and
 * the test's account of effects. Bodies that were executing are executed again: their effects must not count twice.
 * @throws crash-test-failed naming the position, the difference and the usual reason; unused-mock; invalid-option
 */
export async function crashTest<I, O>(
  workflow: Workflow<I, O> | Task<I, O>,
  input: I,
  options: CrashTestOptions = {},
): Promise<CrashReport> {
  const { plan, atMost, accepts } = checkOptions(workflow, input, options);
  const undisturbed = await playHistory(plan, { dieAt: Infinity, batchEntries: undefined });
  if (undisturbed.unused.length > 0) throw failure("unused-mock", { unused: undisturbed.unused });
  // The second time each entry has a commit of its own: a crash between any two of them.
  const slowly = await playHistory(plan, { dieAt: Infinity, batchEntries: 1 });
  const name = isTask(workflow) ? workflow.taskName : workflow.name;
  const drift = differenceOf(slowly, undisturbed);
  if (drift !== undefined) throw failedWith(name, { difference: drift, where: withoutCrash });
  const points = [
    ...undisturbed.points.map((point) => ({ point, batchEntries: undefined })),
    ...slowly.points.map((point) => ({ point, batchEntries: 1 })),
  ];
  const chosen = spread(points, atMost);
  const found: Found[] = [];
  let crashes = 0;
  for (const { point, batchEntries } of chosen) {
    const history = await playHistory(plan, { dieAt: point.number, batchEntries });
    if (history.died) crashes++;
    const difference = differenceOf(history, undisturbed);
    if (difference === undefined || accepts(difference)) continue;
    found.push({ difference, where: placeOf(history.points[point.number - 1] ?? point) });
    // Those that follow may tell more plainly why.
    if (found.length === tellingAtMost) break;
  }
  const [plainest] = found.sort((a, b) => confusion(a) - confusion(b));
  if (plainest !== undefined) throw failedWith(name, plainest);
  return { crashes, points: points.length };
}

interface Found {
  readonly difference: CrashDifference;
  readonly where: string;
}

const tellingAtMost = 20;

/** A run that is blocked says itself why; where fewer bodies were executed again, fewer can be the reason. */
function confusion({ difference: { outcome, repeated } }: Found): number {
  return outcome.status === "blocked" ? -1 : repeated.length;
}

function failedWith(workflow: string, { difference, where: place }: Found): Error {
  const { kind, expected, found, repeated, outcome } = difference;
  return failure("crash-test-failed", {
    workflow,
    where: place,
    kind,
    what: words[kind],
    expected: shown(expected),
    found: shown(found),
    repeated,
    crashed: place !== withoutCrash,
    status: outcome.status,
  });
}

const words = {
  outcome: "it ends otherwise",
  effects: "the effects are others",
  steps: "other steps are executed, or with other input",
} as const;

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : inspect(value, { depth: 5, breakLength: Number.POSITIVE_INFINITY });
  return text.length > 500 ? `${text.slice(0, 500)}…` : text;
}

function placeOf({ side, writes, number }: CrashPoint): string {
  const what = writes.length === 0 ? "a commit that writes nothing" : `the commit of ${writes.join(", ")}`;
  return `after a crash ${side === "before" ? "just before" : "just after"} ${what} (position ${number})`;
}

function spread<T>(items: readonly T[], atMost: number): T[] {
  if (items.length <= atMost) return [...items];
  return Array.from({ length: atMost }, (_, n) => items[Math.floor((n * items.length) / atMost)] as T);
}

function checkOptions<I, O>(workflow: Workflow<I, O> | Task<I, O>, input: I, options: CrashTestOptions) {
  if (typeof options !== "object" || options === null) throw invalid("options", "must be an object");
  const { mocks = [], prepare, drive, id = "crash-test", atMost = 1_000, accepts = () => false, ...kit } = options;
  for (const [option, value] of Object.entries({ prepare, drive, accepts }))
    if (value !== undefined && typeof value !== "function") throw invalid(option, "must be a function");
  if (!Array.isArray(mocks)) throw invalid("mocks", "must be a list of [task, function]");
  if (!Number.isSafeInteger(atMost) || atMost < 1) throw invalid("atMost", "must be a whole number from 1");
  const { workflows = [], tasks = [] } = kit;
  const settings = checkKitOptions(
    isTask(workflow)
      ? { ...kit, tasks: [...tasks, workflow] }
      : { ...kit, workflows: [...workflows, workflow as AnyWorkflow] },
  );
  const plan: HistoryPlan = {
    settings,
    id,
    async prepare(history) {
      for (const [target, fn] of mocks)
        if (typeof target === "string") history.mockStep(target, fn as (s: BodyContext) => unknown);
        else history.mock(target as AnyTask, fn);
      const account = await prepare?.(history);
      if (account !== undefined && typeof account !== "function")
        throw invalid("prepare", "must return a function that gives an account of effects, or nothing");
      return account as (() => unknown) | undefined;
    },
    async play(history) {
      const start = [workflow, input, { id }] as unknown as Parameters<TestKit["start"]>;
      if (drive === undefined) return await history.run(...start);
      const run = await history.start(...start);
      await drive(history, run);
      return await history.result(run);
    },
  };
  return { plan, atMost, accepts };
}

function invalid(option: string, problem: string): Error {
  return failure("invalid-option", { where, option, problem });
}
