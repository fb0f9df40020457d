/** What is added to a history by chance of its own: all else of the seed stays as it would be without. */
import { Chance } from "./chance.ts";
import { withBeats } from "./generate-beats.ts";
import { clearings, lostAnswers } from "./generate-clearings.ts";
import { withHooks } from "./generate-hooks.ts";
import { withLimits } from "./generate-limits.ts";
import { withResults } from "./generate-results.ts";
import { withTimes } from "./generate-times.ts";
import type { Deed, Fault, Lag, Plan } from "./plan.ts";

export function withMore(plan: Plan): Plan {
  const chance = new Chance(plan.seed, "besides");
  const [logs, awaited, twice] = [chance.oneIn(8), chance.oneIn(8), chance.oneIn(8)];
  const more = withBeats(withResults(withTimes(withHooks(withLimits(plan)))));
  const deeds = twice ? more.deeds.map((deed) => startedTwice(chance, deed)) : more.deeds;
  const [cleared, watched] = [clearings(plan), watches(plan)];
  const carried = carries(plan);
  const clears = cleared.length > 0;
  const apart = new Chance(plan.seed, "apart");
  const asksLater = new Chance(plan.seed, "asks later").oneIn(6);
  const waits = clears && new Chance(plan.seed, "waits").oneIn(2);
  const all = [...expiring(plan, deeds), ...beginnings(plan), ...cleared, ...watched, ...looks(plan), ...carried].sort(
    (a, b) => a.at - b.at,
  );
  return {
    ...more,
    faults: [...more.faults, ...lostAnswers({ ...plan, deeds: all }), ...slowExports(plan.seed, carried)],
    lags: [...(more.lags ?? []), ...slowReading(plan.seed, watched)],
    ...(apart.oneIn(8) ? { inlineBytes: apart.pick([1, 20, 120]) } : {}),
    ...(asksLater ? { asksLater } : {}),
    ...(logs ? { logs } : {}),
    ...(awaited || waits ? { awaited: true } : {}),
    deeds: all,
  };
}

function expiring({ seed }: Plan, deeds: readonly Deed[]): readonly Deed[] {
  const chance = new Chance(seed, "expires");
  if (!chance.oneIn(8)) return deeds;
  return deeds.map((deed) =>
    deed.do === "start" && chance.oneIn(2) ? { ...deed, expiresMs: chance.pick([0, 1, 60, 500, 2_000]) } : deed,
  );
}

function startedTwice(chance: Chance, deed: Deed): Deed {
  if (deed.do !== "start" || chance.oneIn(2)) return deed;
  return { ...deed, twice: chance.pick(["return", "reject"]) };
}

/** Of runs that are there, or not yet. */
function watches({ seed, deeds }: Plan): Deed[] {
  const chance = new Chance(seed, "watches");
  if (!chance.oneIn(5)) return [];
  const ids = deeds.flatMap((deed) => (deed.do === "start" ? [deed.id] : []));
  const lastMs = Math.max(...deeds.map(({ at }) => at)) + 500;
  return Array.from({ length: chance.between(1, 5) }, (): Deed => {
    return { do: "watch", at: chance.below(lastMs), id: chance.pick(ids) };
  });
}

/** Meanwhile generations come and go. */
function slowReading(seed: number, watched: readonly Deed[]): Lag[] {
  const chance = new Chance(seed, "slow reading");
  if (watched.length === 0 || !chance.oneIn(3)) return [];
  return [{ verb: "journal", mostMs: chance.pick([30, 120, 1_000]) }];
}

/** While all goes on. */
function looks({ seed, deeds }: Plan): Deed[] {
  const chance = new Chance(seed, "looks");
  if (!chance.oneIn(8)) return [];
  const lastMs = Math.max(...deeds.map(({ at }) => at)) + 1_500;
  return Array.from({ length: chance.between(1, 3) }, (): Deed => {
    return { do: "look", at: chance.below(lastMs), page: chance.pick([2, 3, 3, 7, 200]) };
  });
}

/** Of runs that are under way, or over. */
function carries({ seed, deeds }: Plan): Deed[] {
  const chance = new Chance(seed, "carries");
  if (!chance.oneIn(6)) return [];
  const ids = deeds.flatMap((deed) => (deed.do === "start" ? [deed.id] : []));
  const lastMs = Math.max(...deeds.map(({ at }) => at)) + 1_500;
  return Array.from({ length: chance.between(1, 5) }, (): Deed => {
    return { do: "carry", at: chance.below(lastMs), id: chance.pick(ids) };
  });
}

/** Meanwhile their runs go on, end, and are removed. */
function slowExports(seed: number, carried: readonly Deed[]): Fault[] {
  const chance = new Chance(seed, "slow exports");
  return carried.flatMap((_, n): Fault[] => {
    const how = chance.pick(["slow-before", "slow-after", "fails", "lost-after"] as const);
    return chance.oneIn(2) ? [{ verb: "exportRun", nth: n + 1, how, ms: chance.pick([5, 80, 1_200]) }] : [];
  });
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
