/**
 * Mutation testing: are the tests of the rules worth anything? `npm run mutation -- [model | replay | worker] [FILES]`.
 * Changes the rules in a thousand small ways, one at a time, and counts the changes that no test notices.
 * The report is in stryker-out/AREA.html. Takes from minutes (model) to hours (worker).
 */
import { spawnSync } from "node:child_process";
import { renameSync } from "node:fs";

const areas = {
  model: ["packages/core/src/model/**/*.ts", "!packages/core/src/model/catalogue/**"],
  replay: ["packages/core/src/replay/*.ts"],
  worker: ["commit-queue", "lease", "settle", "poison", "trials", "claiming"].map(
    (name) => `packages/core/src/worker/${name}.ts`,
  ),
};

const [area = "model", ...files] = process.argv.slice(2);
if (!(area in areas)) {
  console.error(`no area "${area}"; known are ${Object.keys(areas).join(", ")}`);
  process.exit(2);
}
const mutated = [...(files.length > 0 ? files : areas[area as keyof typeof areas])];
// No braces: the list is split at commas.
mutated.push("!packages/core/src/**/*.test.ts", "!packages/core/src/**/*.fixture.ts");
const { status } = spawnSync("npx", ["stryker", "run", "--mutate", mutated.join(",")], {
  stdio: "inherit",
  env: { ...process.env, STEPWELL_MUTATION_AREA: area },
});
for (const kind of ["html", "json"]) {
  try {
    renameSync(`stryker-out/report.${kind}`, `stryker-out/${area}.${kind}`);
  } catch {
    // It has said why there is none.
  }
}
process.exit(status ?? 1);
