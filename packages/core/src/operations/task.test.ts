import { expect, it } from "vitest";
import { type TaskOptions, task } from "./task.ts";

// A slip in a task's options is told where the task is defined, not when it is first called.

it.each<[string, object, string]>([
  ["an unknown option", { retries: 3 }, "retries"],
  ["an unknown field of retry", { retry: { maxAttempt: 3 } }, "retry.maxAttempt"],
  ["an isolation that there is not", { isolation: "fiber" }, "isolation"],
  ["memory without a process", { isolation: "thread", memory: "64 MB" }, "memory"],
  ["memory that is no amount", { isolation: "process", memory: "much" }, "memory"],
  ["too little memory", { isolation: "process", memory: 1 }, "memory"],
  ["a queue", { queue: "gpu" }, "queue"],
])("refuses %s", (_, options, option) => {
  expect(() => task("t", options as TaskOptions, () => 1)).toThrow(
    expect.objectContaining({ code: "invalid-option", facts: expect.objectContaining({ option }) }),
  );
});

it("refuses a timeout that is no duration", () => {
  expect(() => task("t", { timeout: "soon" }, () => 1)).toThrow(expect.objectContaining({ code: "invalid-duration" }));
});
