/** A process of its own for stray-errors.test.ts: `node stray-errors.fixture.ts SCENARIO`. */
import { failure } from "../../model/errors.ts";
import { installProcessHooks } from "./install.ts";
import { TestProbe, TestRun } from "./test-probe.ts";

const probe = new TestProbe();
const hooks = installProcessHooks(probe);
const run = new TestRun("replace");
const later = (ms: number, fn: () => void): void => void setTimeout(fn, ms);

const scenarios: Record<string, () => void> = {
  /** A branch that rejects before it is awaited: in workflow code, after an await, and in a body. */
  branch: () => {
    probe.workflow(run, () => void Promise.reject(new Error("plain branch")));
    probe.workflow(run, async () => {
      await Promise.resolve();
      throw new Error("async branch");
    });
    probe.body(run, () => void Promise.reject("not an error"));
  },
  /** The run's promise is rejected by code outside of it; what hangs on it in the run is the run's. */
  derived: () => {
    const { promise, reject } = Promise.withResolvers<void>();
    probe.workflow(run, () => void promise.then(() => {}));
    promise.catch(() => {});
    reject(new Error("from outside"));
  },
  timer: () => {
    probe.body(run, () => later(1, () => raise("stray timer")));
    probe.body(run, () => void setImmediate(() => raise("stray immediate")));
    probe.body(run, () => queueMicrotask(() => raise("stray microtask")));
  },
  "foreign-rejection": () => void Promise.reject(new Error("nobody's rejection")),
  "foreign-reason": () => void Promise.reject(5),
  "foreign-timer": () => later(1, () => raise("nobody's timer")),
  "after-uninstall": () => {
    hooks.uninstall();
    probe.workflow(run, () => void Promise.reject(new Error("no hooks")));
  },
  "own-mistake": () => probe.workflow(run, () => void Promise.reject(failure("broken-invariant", { what: "a test" }))),
  "listeners-foreign": () => {
    process.on("unhandledRejection", (reason) => console.log("listener", (reason as Error).message));
    process.on("uncaughtException", (error, origin) => console.log("listener", error.message, origin));
    void Promise.reject(new Error("rejection"));
    later(1, () => raise("exception"));
  },
  "listener-foreign-escalates": () => {
    process.on("uncaughtException", (error, origin) => console.log("listener", error.message, origin));
    void Promise.reject(new Error("rejection"));
  },
  /** Applications often end the process here. */
  "listeners-own": () => {
    process.on("unhandledRejection", () => process.exit(3));
    process.on("uncaughtException", () => process.exit(4));
    scenarios.branch?.();
    scenarios.timer?.();
  },
  "broken-log": () => {
    Object.assign(run, { log: () => raise("the log is broken") });
    probe.workflow(run, () => void Promise.reject(new Error("the first error")));
  },
};

function raise(message: string): never {
  throw new Error(message);
}

scenarios[process.argv[2] ?? ""]?.();
later(100, () => {
  for (const line of run.lines) console.log(`run: ${line.split("\n")[0]}`);
  console.log("alive");
});
