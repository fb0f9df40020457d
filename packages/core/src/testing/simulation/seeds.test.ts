import { describe, expect, it, test } from "vitest";
import { planOfSeed } from "./plan-of-seed.ts";
import { simulate } from "./simulate.ts";

// `npm run simulate` does the same for as many seeds as there is time for, and makes what it finds smaller.

test("one seed gives one history, to the last entry", async () => {
  for (const seed of [1, 2, 3]) expect(await simulate(planOfSeed(seed))).toEqual(await simulate(planOfSeed(seed)));
});

describe("whatever happens on the way, nothing is violated", () => {
  const [first, count, each] = [1, 60, 20];
  it.each(Array.from({ length: count / each }, (_, n) => first + n * each))("seeds from %d on", async (from) => {
    for (let seed = from; seed < from + each; seed++)
      expect((await simulate(planOfSeed(seed))).violations, `seed ${seed}`).toEqual([]);
  });
});
