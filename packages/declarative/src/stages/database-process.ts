/**
 * The process of one query. SQLite cannot be interrupted within a process: this one can be killed. The query is executed
 * in a thread of it, so that the end of its parent is noticed.
 */
import { Worker } from "node:worker_threads";

const program = new URL(
  import.meta.url.endsWith(".ts") ? "./database-thread.ts" : "./database-thread.js",
  import.meta.url,
);

process.once("disconnect", () => process.kill(process.pid, "SIGKILL"));
process.once("message", (question) => {
  const thread = new Worker(program, { workerData: question, execArgv: [] });
  let said = false;
  // Its end comes after its answer, too.
  const answered = (answer: unknown): void => {
    if (!said) process.send?.(answer, () => process.exit());
    said = true;
  };
  thread.once("message", answered);
  thread.once("error", (error: Error) => answered({ problem: error.message }));
  thread.once("exit", (code) => answered({ problem: `its thread has ended with ${code}` }));
});
