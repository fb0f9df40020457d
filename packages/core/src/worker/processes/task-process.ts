/** The program of a task process. */
import { assert } from "../../model/assert.ts";
import { serveBodies } from "../bodies-elsewhere/serve-bodies.ts";
import { endGroup } from "./end-group.ts";
import { flushOutput } from "./flush-output.ts";
import { groupHasOthers } from "./group-members.ts";
import { holdLifeLine } from "./life-line.ts";

assert(process.send !== undefined, "task processes are started by a pool");
process.on("disconnect", endGroup);
await holdLifeLine();
serveBodies({
  place: "process",
  post: (message) => void process.send?.(message),
  listen: (fn) => void process.on("message", fn),
  async beforeEnd(end) {
    await flushOutput();
    return groupHasOthers() ? { ...end, retire: true } : end;
  },
});
