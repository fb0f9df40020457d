/** The program of a task thread. */
import { parentPort } from "node:worker_threads";
import { assert } from "../../model/assert.ts";
import { serveBodies } from "../bodies-elsewhere/serve-bodies.ts";

assert(parentPort !== null, "task threads are started by a pool");
const port = parentPort;
serveBodies({
  place: "thread",
  post: (message) => port.postMessage(message),
  listen: (fn) => void port.on("message", fn),
  beforeEnd: (end) => end,
});
