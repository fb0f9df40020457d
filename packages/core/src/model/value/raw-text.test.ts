import fc from "fast-check";
import { expect, it } from "vitest";
import { escapeText, unescapeText } from "./raw-text.ts";
import { isSealed } from "./sealed-text.ts";

it("any text is kept as it was, and never taken for an encrypted one", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom("$", "$=", "$1:k:AAAA", "$=$1:k:x", "$$="));
  fc.assert(
    fc.property(
      fc.oneof(
        text,
        text.map((each) => `$${each}`),
      ),
      (each) => {
        return unescapeText(escapeText(each)) === each && !isSealed(escapeText(each));
      },
    ),
    { numRuns: 1_000 },
  );
  expect(escapeText("plain")).toBe("plain");
});
