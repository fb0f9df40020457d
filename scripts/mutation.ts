/**
 * Mutation testing: are the tests of the rules worth anything? `npm run mutation -- [model | replay | lease | commit | worker] [FILES]`.
 * Changes the rules in a thousand small ways, one at a time, and counts the changes that no test notices.
 * The report is in stryker-out/AREA.html. Takes minutes; of `worker` hours. What was known before is not tried again.
 */
import { spawnSync } from "node:child_process";
import { renameSync } from "node:fs";
import { mutationAreas } from "./mutation-areas.ts";

const [area = "model", ...files] = process.argv.slice(2);
const chosen = mutationAreas[area];
if (chosen === undefined) {
  console.error(`no area "${area}"; known are ${Object.keys(mutationAreas).join(", ")}`);
  process.exit(2);
}
const mutated = [...(files.length > 0 ? files : chosen.files)];
// No braces: the list is split at commas.
mutated.push("!packages/core/src/**/*.test.ts", "!packages/core/src/**/*.fixture.ts");
// What was found out about a change counts until its file or a test of it changes.
const incremental = ["--incremental", "--incrementalFile", `stryker-out/${area}-known.json`];
const { status } = spawnSync("npx", ["stryker", "run", "--mutate", mutated.join(","), ...incremental], {
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
