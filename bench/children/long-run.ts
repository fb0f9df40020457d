/**
 * A process of W5r. The first of a pair starts a run, gives it its history and hangs in the next step until it is
 * killed; the second executes that step anew and says when.
 */
import { flushCompileCache } from "node:module";
import { Stepwell, workflow } from "@stepwell/core";
import { forever, tell, work } from "../child.ts";
import { complain } from "../engine.ts";
import { storeNamed } from "../stores.ts";
import { stepValue } from "../workload.ts";

export interface LongRunWork {
  readonly store: string;
  readonly folder: string;
  readonly history: number;
  readonly role: "first" | "second";
}

const { store, folder, history, role } = work<LongRunWork>();
const at = 100;

const long = workflow("long", async (wf, length: number) => {
  for (let done = 0; done < length; done += at) {
    const wanted = Array.from({ length: at }, (_, n) => wf.step(`step-${done + n}`, () => stepValue(n)));
    await Promise.all(wanted);
  }
  await wf.step("new", () => {
    tell("new step");
    return role === "first" ? forever() : undefined;
  });
});

tell("opening");
const engine = await Stepwell.open({
  store: storeNamed(store).provider(folder),
  workflows: [long],
  log: role === "first" ? complain : () => {},
});
tell("open");
flushCompileCache();
if (role === "first") await engine.start(long, history, { id: "long" });
await forever();
