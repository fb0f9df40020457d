/** What is added to a history by chance of its own: all else of the seed stays as it would be without. */
import { Chance } from "./chance.ts";
import type { Deed, Plan } from "./plan.ts";

export function withMore(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "besides");
  const [logs, awaited, twice] = [chance.oneIn(8), chance.oneIn(8), chance.oneIn(8)];
  return {
    ...plan,
    ...(logs ? { logs } : {}),
    ...(awaited ? { awaited } : {}),
    ...(twice ? { deeds: plan.deeds.map((deed) => startedTwice(chance, deed)) } : {}),
  };
}

function startedTwice(chance: Chance, deed: Deed): Deed {
  if (deed.do !== "start" || chance.oneIn(2)) return deed;
  return { ...deed, twice: chance.pick(["return", "reject"]) };
}
