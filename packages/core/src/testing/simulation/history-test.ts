/** A history that fails, in the forms in which it is kept. */
import type { Plan } from "./plan.ts";
import type { Verdict } from "./simulate.ts";

export function asTest(plan: Plan, { violations }: Verdict): string {
  return [
    "",
    `// To be kept in packages/core/src/testing/simulation/kept-histories.json, as { "why": "…", "plan": … }; or, to look`,
    `// into it, as a test of its own beside seeds.test.ts:`,
    `// ${violations[0]}`,
    `test("history ${plan.seed}", async () => {`,
    `  const plan: Plan = ${JSON.stringify(plan)};`,
    "  expect((await simulate(plan)).violations).toEqual([]);",
    "});",
    "",
  ].join("\n");
}

/** Violations of the same sort are the same thing found twice: runs, numbers and names apart. */
export function sortOf(violation: string): string {
  return violation
    .replaceAll(/"[^"]*"/g, '""')
    .replaceAll(/\br\d+(~\w+)*/g, "r")
    .replaceAll(/\b[a-z]\d+(-\d+)*\b/g, "n")
    .replaceAll(/\d+/g, "0")
    .slice(0, 60);
}
