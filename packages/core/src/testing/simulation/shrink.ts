/** Makes a plan that fails smaller, piece by piece, for as long as it still fails. */
import type { Plan } from "./plan.ts";
import { type Program, partsOf } from "./program.ts";

/** @param fails whether the plan still shows what is looked for */
export async function shrink(plan: Plan, fails: (plan: Plan) => Promise<boolean>, tries = 600): Promise<Plan> {
  let smallest = plan;
  let left = tries;
  for (let progress = true; progress && left > 0; ) {
    progress = false;
    for (const candidate of smallerPlans(smallest)) {
      if (left-- <= 0) break;
      if (!(await fails(candidate))) continue;
      smallest = candidate;
      progress = true;
      break;
    }
  }
  return smallest;
}

/** The largest cuts first. */
function* smallerPlans(plan: Plan): Generator<Plan> {
  for (const faults of fewer(plan.faults)) yield { ...plan, faults };
  for (const deeds of fewer(plan.deeds)) yield { ...plan, deeds };
  for (const flows of fewer(plan.flows)) if (isWhole({ ...plan, flows })) yield { ...plan, flows };
  if (plan.rough) yield { ...plan, rough: false };
  if (!plan.provable) yield { ...plan, provable: true };
  if (plan.workers > 1) yield { ...plan, workers: plan.workers - 1 };
  if (plan.concurrency < 30) yield { ...plan, concurrency: 30 };
  for (const [at, flow] of plan.flows.entries()) {
    const { limit, timeoutMs, ...plain } = flow;
    if (limit !== undefined || timeoutMs !== undefined) yield { ...plan, flows: plan.flows.with(at, plain) };
    for (const program of smallerPrograms(flow.program))
      yield { ...plan, flows: plan.flows.with(at, { ...flow, program }) };
  }
}

/** Without one half, one quarter…, one. */
function* fewer<T>(items: readonly T[]): Generator<readonly T[]> {
  for (let size = Math.ceil(items.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2))
    for (let at = 0; at < items.length; at += size) yield [...items.slice(0, at), ...items.slice(at + size)];
}

function* smallerPrograms(program: Program): Generator<Program> {
  if ("parts" in program) {
    for (const parts of fewer(program.parts)) if (parts.length > 0 || program.is === "seq") yield { ...program, parts };
    for (const [at, part] of program.parts.entries())
      for (const smaller of smallerPrograms(part)) yield { ...program, parts: program.parts.with(at, smaller) };
  }
  yield* partsOf(program);
  if ("body" in program) for (const body of smallerPrograms(program.body)) yield { ...program, body };
  if (program.is === "map" && program.items > 1) yield { ...program, items: 1, atOnce: 1 };
  if (program.is !== "step") return;
  if (program.takesMs > 0) yield { ...program, takesMs: 0 };
  if (program.failures > 0) yield { ...program, failures: 0 };
  if (program.kind !== "plain") yield { ...program, kind: "plain" };
}

/** What is started and called is there. */
function isWhole({ flows, deeds }: Plan): boolean {
  const names = new Set(flows.map(({ name }) => name));
  const calls = (program: Program): boolean =>
    (!("flow" in program) || names.has(program.flow)) && partsOf(program).every(calls);
  return (
    deeds.every((deed) => deed.do !== "start" || names.has(deed.flow)) && flows.every(({ program }) => calls(program))
  );
}
