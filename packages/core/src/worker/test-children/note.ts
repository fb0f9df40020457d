/** A process that executes runs whose transactions note their names in a table: `note.ts FILE`. For transaction-crash.test.ts. */
import { Stepwell } from "../../engine/engine.ts";
import { workflow } from "../../operations/workflow.ts";
import { sqlite } from "../../store/sqlite/index.ts";

const [file = ""] = process.argv.slice(2);

const make = workflow("make", (wf) =>
  wf.transaction("make", (sql) => sql`CREATE TABLE IF NOT EXISTS noted (name TEXT)`),
);

const noting = workflow("noting", async (wf, id: string) => {
  for (let n = 1; n <= 100; n++) {
    const name = `${id} note${n === 1 ? "" : `#${n}`}`;
    await wf.transaction("note", async (sql) => {
      await sql`INSERT INTO noted VALUES (${name})`;
      console.log(name);
    });
  }
});

const engine = await Stepwell.open({ store: sqlite(file), workflows: [make, noting] });
await engine.execute(make, undefined, { id: "make" });
const ids = ["a", "b", "c", "d"];
const runs = await Promise.all(ids.map((id) => engine.start(noting, id, { id })));
await Promise.all(runs.map((run) => run.result()));
await engine.close();
