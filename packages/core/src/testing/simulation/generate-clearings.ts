/** Makes up when people remove runs that have ended, and start others under their ids. */
import { Chance } from "./chance.ts";
import type { Deed, Fault, Plan } from "./plan.ts";

/** Who is to hear what has begun hears of it late, when it may be over and removed. */
export function lostAnswers({ seed, deeds }: Pick<Plan, "seed" | "deeds">): Fault[] {
  const chance = new Chance(seed, "lost answers");
  if (!chance.oneIn(3) || !deeds.some((deed) => deed.do === "clear")) return [];
  const lost = Array.from({ length: chance.between(1, 6) }, (): Fault => {
    return { verb: "commit", nth: chance.between(1, 20), how: "lost-after", ms: 0 };
  });
  const late = Array.from({ length: chance.between(1, 4) }, (_, n): Fault => {
    return { verb: "recover", nth: n + 1, how: "slow-before", ms: chance.pick([300, 1_200, 3_000]) };
  });
  return [...lost, ...late];
}

/** Mostly late, when there is something to remove, and soon after it has ended. */
export function clearings({ seed, deeds, flows }: Pick<Plan, "seed" | "deeds" | "flows">): Deed[] {
  const chance = new Chance(seed, "clearings");
  if (!chance.oneIn(5)) return [];
  const ids = deeds.flatMap((deed) => (deed.do === "start" ? [deed.id] : []));
  const lastMs = Math.max(...deeds.map(({ at }) => at)) + 2_500;
  const made = Array.from({ length: chance.between(1, 10) }, (): Deed => {
    return {
      do: "clear",
      at: chance.below(lastMs),
      olderThanMs: chance.pick([0, 0, 0, 1, 40, 600]),
      ...(chance.oneIn(4) ? { flow: chance.pick(flows).name } : {}),
      ...(chance.oneIn(4) ? { most: chance.between(1, 3) } : {}),
    };
  });
  for (let left = chance.below(5); left > 0; left--) {
    const policy = chance.pick(["restart", "restart-if-failed", "return", "return"] as const);
    made.push({ do: "begin-anew", at: chance.below(lastMs), id: chance.pick(ids), policy });
  }
  for (let left = chance.below(4); left > 0; left--)
    made.push({ do: "retry", at: chance.below(lastMs), id: chance.pick(ids) });
  return made;
}
