/** Lets something follow the ends of runs: it is code of the run, and may do what its function does. */
import { Chance } from "./chance.ts";
import { ProgramMaker } from "./generate-program.ts";
import type { Deed, Flow, Plan } from "./plan.ts";

export function withHooks(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "hooks");
  if (!chance.oneIn(4)) return plan;
  const known = plan.deeds.flatMap((deed) => (deed.do === "start" ? [deed.id] : []));
  const inherited = plan.flows.every(({ needs }) => needs);
  const flows = plan.flows.map((flow, n): Flow => {
    // Who holds units and calls another that needs some might wait in a circle.
    const callable = flow.needs && !inherited ? [] : plan.flows.slice(n + 1).map(({ name }) => name);
    const hook = (firstName: number) =>
      new ProgramMaker(chance, { callable, known, firstName }, chance.between(1, 4)).make();
    return {
      ...flow,
      ...(chance.oneIn(2) ? { onFailure: hook(500) } : {}),
      ...(chance.oneIn(2) ? { onComplete: hook(700) } : {}),
    };
  });
  return { ...plan, flows, deeds: [...plan.deeds, ...later(chance, { deeds: plan.deeds, ids: known })] };
}

/** Much of what is asked of a run meets one that undoes what it has done, or follows its end. */
function later(chance: Chance, { deeds, ids }: { readonly deeds: readonly Deed[]; readonly ids: readonly string[] }) {
  const lastMs = Math.max(...deeds.map(({ at }) => at)) + 1_500;
  const many = chance.oneIn(2) ? 0 : chance.between(1, 6);
  return Array.from({ length: many }, (): Deed => {
    const wish = chance.pick(["retry", "retry", "cancel"] as const);
    return { do: wish, at: chance.below(lastMs), id: chance.pick(ids) };
  });
}
