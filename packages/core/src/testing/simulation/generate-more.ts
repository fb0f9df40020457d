/** What is added to a history by chance of its own: all else of the seed stays as it would be without. */
import { Chance } from "./chance.ts";
import { withHooks } from "./generate-hooks.ts";
import { withTimes } from "./generate-times.ts";
import type { Deed, Plan } from "./plan.ts";

export function withMore(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "besides");
  const [logs, awaited, twice] = [chance.oneIn(8), chance.oneIn(8), chance.oneIn(8)];
  const more = withTimes(withHooks(plan));
  const deeds = twice ? more.deeds.map((deed) => startedTwice(chance, deed)) : more.deeds;
  return {
    ...more,
    ...(logs ? { logs } : {}),
    ...(awaited ? { awaited } : {}),
    deeds: [...deeds, ...beginnings(plan)].sort((a, b) => a.at - b.at),
  };
}

function startedTwice(chance: Chance, deed: Deed): Deed {
  if (deed.do !== "start" || chance.oneIn(2)) return deed;
  return { ...deed, twice: chance.pick(["return", "reject"]) };
}

/** Later than most, when there may be something that has ended. */
function beginnings({ seed, deeds }: Plan): Deed[] {
  const chance = new Chance(seed, "beginnings");
  if (!chance.oneIn(6)) return [];
  const ids = deeds.flatMap((deed) => (deed.do === "start" ? [deed.id] : []));
  const lastMs = Math.max(...deeds.map(({ at }) => at)) + 1_500;
  return Array.from({ length: chance.between(1, 4) }, (): Deed => {
    const policy = chance.oneIn(3) ? "restart-if-failed" : "restart";
    return { do: "begin-anew", at: chance.below(lastMs), id: chance.pick(ids), policy };
  });
}
