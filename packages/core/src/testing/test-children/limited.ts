/** A process that executes runs which share places, until it is killed or told to end. Arguments: the file, keys. */
import { Stepwell } from "../../engine/engine.ts";
import { nodeHost } from "../../host/node.ts";
import { sqlite } from "../../store/sqlite/index.ts";
import { limitedFlow } from "../limited-flow.ts";

const [file = "", keys = "1"] = process.argv.slice(2);
const host = nodeHost();
const engine = await Stepwell.open({
  store: sqlite(file),
  workflows: [limitedFlow(Number(keys), (ms) => new Promise<void>((resolve) => void host.timer(ms, resolve)))],
  worker: { concurrency: 40 },
});
process.stdin.once("end", () => void engine.close({ graceMs: 1_000 }));
process.stdin.resume();
process.stdout.write("ready\n");
