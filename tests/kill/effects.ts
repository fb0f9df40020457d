/** The file outside of the store in which bodies note that they were executed, and what must hold of it. */
import { readFileSync } from "node:fs";
import type { EffectOf } from "./workload.ts";

export interface NotedEffect extends EffectOf {
  readonly pid: number;
}

export function lineOf({ run, generation, step, attempt, pid, fence }: NotedEffect): string {
  return `${JSON.stringify([run, generation, step, attempt, pid, fence])}\n`;
}

export function readEffects(file: string): NotedEffect[] {
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line) => {
    const [run, generation, step, attempt, pid, fence] = JSON.parse(line);
    return { run, generation, step, attempt, pid, fence };
  });
}

/** How often a body was executed although it had been before. */
export interface EffectCheck {
  readonly repeated: number;
  readonly problems: readonly string[];
}

/** The spine of an order: each of these begins after the one before it is on disk. */
const spine = ["s0", "s1", "quick", "once", "s2"];

/** @param killed processes that did not end by themselves */
export function checkEffects(effects: readonly NotedEffect[], killed: ReadonlySet<number>): EffectCheck {
  const problems: string[] = [];
  const last = new Map<string, NotedEffect>();
  const furthest = new Map<string, number>();
  let repeated = 0;
  for (const effect of effects) {
    const { run, generation, step, attempt, pid, fence } = effect;
    const what = `${step} of ${run}, generation ${generation}, attempt ${attempt}`;
    const before = last.get(what);
    last.set(what, effect);
    if (before !== undefined) {
      repeated++;
      if (before.pid === pid) problems.push(`${what} was executed twice by process ${pid}`);
      if (!killed.has(before.pid)) problems.push(`${what} was executed again, though process ${before.pid} lives`);
      if (fence <= before.fence) problems.push(`${what}: the fence did not grow: ${before.fence}, then ${fence}`);
      if (step === "once") problems.push(`${what} was executed again, and may be at most once`);
    }
    const at = spine.indexOf(step);
    if (at < 0) continue;
    const key = `${run} ${generation}`;
    if (at < (furthest.get(key) ?? 0)) problems.push(`${what} was executed after ${spine[furthest.get(key) ?? 0]}`);
    furthest.set(key, Math.max(at, furthest.get(key) ?? 0));
  }
  return { repeated, problems };
}
