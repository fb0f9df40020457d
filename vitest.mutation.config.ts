import { defineConfig } from "vitest/config";

// The tests that `npm run mutation` tries mutants against: those of the area alone, so that each mutant takes seconds.
const tests = {
  model: ["packages/core/src/model/**/*.test.ts"],
  replay: ["packages/core/src/replay/*.test.ts", "packages/core/src/engine/changed-code.test.ts"],
  worker: ["packages/core/src/worker/*.test.ts"],
}[process.env.STEPWELL_MUTATION_AREA ?? "model"];

export default defineConfig({ test: { include: tests ?? [], testTimeout: 20_000 } });
