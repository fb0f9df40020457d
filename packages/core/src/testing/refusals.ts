/** Calls a public entry with nonsense in each place, and says what it did that it should not have done. */
import { nodeHost } from "../host/node.ts";
import { StepwellError } from "../model/errors.ts";

/** A public entry: how it is called, and arguments that make sense. */
export interface Entry {
  readonly call: (...args: never[]) => unknown;
  /** Made anew for each call; undefined where an argument may be left out. */
  readonly good: readonly (() => unknown)[];
  /** Names of the options that its last argument may hold. */
  readonly options?: readonly string[];
}

export interface Call {
  readonly name: string;
  readonly args: () => unknown[];
}

type Nonsense = readonly (readonly [name: string, make: () => unknown])[];

/** The entry's arguments, with nonsense in one place at a time. */
export function callsOf({ good, options = [] }: Entry, nonsense: Nonsense): Call[] {
  const calls: Call[] = [];
  const last = good.length - 1;
  const instead = (at: number, value: () => unknown) => () => good.map((make, n) => (n === at ? value() : make()));
  for (const [name, make] of nonsense) {
    for (const at of good.keys()) calls.push({ name: `argument ${at + 1}: ${name}`, args: instead(at, make) });
    for (const option of options) {
      const value = () => ({ ...(good[last]?.() as object | undefined), [option]: make() });
      calls.push({ name: `option ${option}: ${name}`, args: instead(last, value) });
    }
  }
  return calls;
}

const limitMs = 4_000;
/** A message is read by a person. */
const longest = 6_000;

/** Undefined where the call was taken or refused as it should be. @param written counts what reaches the store */
export async function complaintOf(entry: Entry, call: Call, written: () => number): Promise<string | undefined> {
  const before = written();
  const host = nodeHost();
  const began = host.monotonic();
  const { promise: overdue, resolve } = Promise.withResolvers<"overdue">();
  const timer = host.timer(limitMs, () => resolve("overdue"));
  try {
    const outcome = await Promise.race([(async () => entry.call(...(call.args() as never[])))(), overdue]);
    if (outcome === "overdue" || host.monotonic() - began > limitMs)
      return `${call.name}: took more than ${limitMs} ms`;
    const inside = errorsInside(outcome)
      .map(problemOf)
      .find((problem) => problem !== undefined);
    return inside === undefined ? undefined : `${call.name}: ${inside}`;
  } catch (error) {
    const problem = problemOf(error) ?? (written() === before ? undefined : "something was written all the same");
    return problem === undefined ? undefined : `${call.name}: ${problem}`;
  } finally {
    timer.cancel();
  }
}

/** Answers one by one, as startMany gives them. */
function errorsInside(outcome: unknown): unknown[] {
  if (!Array.isArray(outcome)) return [];
  return outcome.flatMap((item) => (typeof item === "object" && item !== null && "error" in item ? [item.error] : []));
}

export function problemOf(error: unknown): string | undefined {
  if (!(error instanceof StepwellError)) return `threw ${String(error).slice(0, 200)}`;
  if (error.code === "broken-invariant") return `was taken for a mistake of ours: ${error.message.slice(0, 200)}`;
  if (error.message.length > longest) return `has a message of ${error.message.length} characters`;
  return undefined;
}
