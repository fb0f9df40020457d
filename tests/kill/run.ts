/**
 * `npm run kill -- --kills N [--from SEED] [--workers 2] [--store sqlite]`: kill -9 of worker processes at random
 * moments under a workload that uses everything, 50 kills to a file, each followed by all checks. Prints a line per
 * file; exits 1 when something did not hold, and leaves the file of it.
 */
import { refuse, scriptArguments } from "../../scripts/script-arguments.ts";
import { wholeNumber } from "../../scripts/whole-number.ts";
import { killLoop, tidyUp } from "./kill-loop.ts";

const { values } = scriptArguments("npm run kill -- [--kills 100] [--from 1] [--workers 2] [--store sqlite]", {
  options: {
    kills: { type: "string", default: "100" },
    from: { type: "string", default: "1" },
    workers: { type: "string", default: "2" },
    store: { type: "string", default: "sqlite" },
  },
});
if (values.store !== "sqlite") refuse(`no store "${values.store}" is known here; known is sqlite`);
const killsPerFile = 50;
const wanted = wholeNumber("--kills", values.kills);
const workers = wholeNumber("--workers", values.workers);
let seed = wholeNumber("--from", values.from);
let [kills, problems] = [0, 0];
while (kills < wanted) {
  const share = Math.min(killsPerFile, wanted - kills);
  const report = await killLoop({ kills: share, orders: share * 2, seed, workers });
  kills += report.kills;
  problems += report.problems.length;
  const { runs, effects, repeated } = report;
  console.log(`seed ${seed}: ${report.kills} kills, ${runs} runs, ${effects} effects, ${repeated} repeated`);
  for (const problem of report.problems) console.log(`  ${problem}`);
  if (report.problems.length > 0) console.log(`  the file is in ${report.folder}\n${report.said}`);
  tidyUp(report);
  seed++;
}
console.log(`${kills} kills, ${problems} problems`);
process.exit(problems === 0 ? 0 : 1);
