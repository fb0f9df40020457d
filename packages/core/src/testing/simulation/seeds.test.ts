import { describe, expect, it, test } from "vitest";
import { planOfSeed } from "./plan-of-seed.ts";
import { simulate } from "./simulate.ts";

// `npm run simulate` does the same for as many seeds as there is time for, with larger histories, and makes what it
// finds smaller.

test.each([
  [1, {}],
  [2, { small: true }],
  [3, { small: true }],
])("one seed gives one history, to the last entry (%d)", async (seed, options) => {
  const plan = planOfSeed(seed, options);
  expect(await simulate(plan)).toEqual(await simulate(plan));
});

/**
 * Open: histories that end with a violation whose cause is not found yet, each with what the judge says. Whoever mends
 * one takes its seed out; one that no longer fails is no longer open, and fails here.
 */
const cancelledAndNot = /it was cancelled before it was last claimed, and is (completed|failed)/;
const open: Readonly<Record<number, RegExp>> = {
  587: /stays pending/,
  782: cancelledAndNot,
  801: cancelledAndNot,
  814: cancelledAndNot,
  984: cancelledAndNot,
  1041: cancelledAndNot,
  1059: cancelledAndNot,
  1393: /was claimed without its journal/,
  1514: cancelledAndNot,
  1525: cancelledAndNot,
  1788: cancelledAndNot,
};

const [count, each] = [process.env.CI === "true" ? 2_000 : 100, 20];

describe("whatever happens on the way, nothing is violated", () => {
  it.each(Array.from({ length: count / each }, (_, n) => 1 + n * each))(
    "seeds from %d on",
    async (from) => {
      for (let seed = from; seed < from + each; seed++) {
        const { violations } = await simulate(planOfSeed(seed, { small: true }));
        const expected = open[seed];
        if (expected === undefined) expect(violations, `seed ${seed}`).toEqual([]);
        else expect(violations.join("\n"), `open seed ${seed}`).toMatch(expected);
      }
    },
    120_000,
  );
});
