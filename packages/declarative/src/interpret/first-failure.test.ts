import { expect, test } from "vitest";
import { firstFailure } from "./first-failure.ts";

const error = (path: string, message: string) => ({ name: "Error", path, message });

test("what failed first is told in one line that can be read, with how many there are", () => {
  expect(firstFailure([error("jobs.a", "no"), error("jobs.b", "neither")])).toEqual({ count: 2, first: "jobs.a: no" });
  expect(firstFailure([error("", "a\nb")])).toEqual({ count: 1, first: "a…" });
  expect(firstFailure([error("", "x".repeat(5_000))]).first).toHaveLength(301);
  expect(firstFailure([])).toEqual({ count: 0, first: "nothing says why" });
});
