import { describe, expect, it } from "vitest";
import { openEngine } from "../testing/open-engine.ts";

describe("retention options", () => {
  it.each([
    [{ completed: "soon" }, "invalid-duration"],
    [{ done: "1 d" }, "invalid-option"],
    [30, "invalid-option"],
  ])("refuses %o", async (retention, code) => {
    await expect(openEngine({ retention: retention as never })).rejects.toMatchObject({ code });
  });
});
