/** Makes a plan that fails smaller, piece by piece, for as long as it still fails. */
import { type Deed, type Flow, nodesOf, type Plan } from "./plan.ts";
import type { Program } from "./program.ts";
import { fewer, smallerPrograms, smallerTimes } from "./shrink-program.ts";

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

/** There is nothing smaller than that. */
const nothing: Program = { is: "draw" };

/** The largest cuts first, times last. */
function* smallerPlans(plan: Plan): Generator<Plan> {
  for (const faults of fewer(plan.faults)) yield { ...plan, faults };
  for (const deeds of fewer(plan.deeds)) yield { ...plan, deeds };
  for (const lags of fewer(plan.lags ?? [])) yield { ...plan, lags };
  for (const flows of fewer(plan.flows)) if (isWhole({ ...plan, flows })) yield { ...plan, flows };
  if (plan.inlineBytes !== undefined) {
    const { inlineBytes: _, ...others } = plan;
    yield others;
  }
  if (plan.rough) yield { ...plan, rough: false };
  if (!plan.provable) yield { ...plan, provable: true };
  if (plan.workers > 1) yield { ...plan, workers: plan.workers - 1 };
  if (plan.concurrency < 30) yield { ...plan, concurrency: 30 };
  for (const [at, flow] of plan.flows.entries()) {
    for (const simpler of simplerFlows(flow)) yield { ...plan, flows: plan.flows.with(at, simpler) };
    for (const what of ["program", "onFailure", "onComplete"] as const)
      for (const smaller of smallerPrograms(flow[what] ?? nothing))
        yield { ...plan, flows: plan.flows.with(at, { ...flow, [what]: smaller }) };
  }
  for (const [at, deed] of plan.deeds.entries())
    for (const simpler of simplerDeeds(deed)) yield { ...plan, deeds: plan.deeds.with(at, simpler) };
  for (const [at, fault] of plan.faults.entries())
    for (const ms of smallerTimes(fault.ms)) yield { ...plan, faults: plan.faults.with(at, { ...fault, ms }) };
}

/** It shares less with others. */
function* simplerFlows(flow: Flow): Generator<Flow> {
  const { name, program, limit, keys, yields, needs, timeoutMs } = flow;
  const plain = { name, program };
  if (Object.keys(flow).length > 2) yield plain;
  for (const said of ["onFailure", "onComplete", "queue", "rate", "onConflict"] as const) {
    const { [said]: gone, ...others } = flow;
    if (gone !== undefined) yield others;
  }
  const shares = { ...(needs === undefined ? {} : { needs }), ...(timeoutMs === undefined ? {} : { timeoutMs }) };
  if (limit !== undefined) yield { ...plain, ...shares };
  if (keys !== undefined || yields !== undefined)
    yield { ...plain, ...shares, ...(limit === undefined ? {} : { limit }) };
  if (needs !== undefined && limit !== undefined) yield { ...plain, limit };
}

function* simplerDeeds(deed: Deed): Generator<Deed> {
  for (const at of smallerTimes(deed.at)) yield { ...deed, at };
  if ("delayMs" in deed) for (const delayMs of smallerTimes(deed.delayMs)) yield { ...deed, delayMs };
  if ("againMs" in deed) for (const againMs of smallerTimes(deed.againMs)) yield { ...deed, againMs };
  if ("graceMs" in deed) for (const graceMs of smallerTimes(deed.graceMs)) yield { ...deed, graceMs };
  if ("ms" in deed) for (const ms of smallerTimes(deed.ms)) yield { ...deed, ms };
  if ("times" in deed && deed.times > 1) yield { ...deed, times: 1 };
  if (deed.do === "start" && deed.priority > 0) yield { ...deed, priority: 0 };
  if (deed.do === "start" && deed.expiresMs !== undefined) {
    const { expiresMs: _, ...others } = deed;
    yield others;
  }
  if (deed.do === "start" && deed.left > 0) yield { ...deed, left: 0 };
}

/** What is started and called is there. */
function isWhole({ flows, deeds }: Plan): boolean {
  const names = new Set(flows.map(({ name }) => name));
  return (
    deeds.every((deed) => deed.do !== "start" || names.has(deed.flow)) &&
    flows.every((flow) => [...nodesOf(flow)].every((part) => !("flow" in part) || names.has(part.flow)))
  );
}
