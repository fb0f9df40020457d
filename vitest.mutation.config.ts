import { defineConfig } from "vitest/config";
import { mutationAreas } from "./scripts/mutation-areas.ts";

// The tests that `npm run mutation` tries mutants against: those of the area alone, so that each mutant takes seconds.
const area = mutationAreas[process.env.STEPWELL_MUTATION_AREA ?? "model"];

export default defineConfig({ test: { include: [...(area?.tests ?? [])], testTimeout: 120_000 } });
