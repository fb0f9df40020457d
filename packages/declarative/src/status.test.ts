import { expect, test } from "vitest";
import { combine, statusOf } from "./status.ts";

test("a failure outweighs a cancellation, and both outweigh success", () => {
  expect(combine(["SUCCESS", "CANCEL", "FAILED"])).toBe("FAILED");
  expect(combine(["SUCCESS", "CANCEL", "SKIP"])).toBe("CANCEL");
  expect(combine(["SUCCESS", "SKIP"])).toBe("SUCCESS");
});

test("only what was skipped whole is a skip", () => {
  expect(combine(["SKIP", "SKIP"])).toBe("SKIP");
  expect(combine([])).toBe("SUCCESS");
});

test("a part that has not ended keeps the whole waiting, unless another has failed", () => {
  expect(combine(["SUCCESS", "WAIT"])).toBe("WAIT");
  expect(combine(["FAILED", "WAIT"])).toBe("FAILED");
});

test("a run that may still go on waits, whatever holds it", () => {
  expect((["pending", "running", "waiting", "paused", "blocked"] as const).map(statusOf)).toEqual(
    Array(5).fill("WAIT"),
  );
  expect(statusOf("timed_out")).toBe("FAILED");
});
