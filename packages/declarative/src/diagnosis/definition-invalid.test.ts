import { StepwellError } from "@stepwell/core";
import { expect, test } from "vitest";
import { DefinitionInvalid } from "./definition-invalid.ts";

test("one error carries all that is wrong", () => {
  const problems = [
    { code: "unknown-key", message: 'unknown key "retires"' },
    { code: "unknown-need", message: 'there is no job "bild"' },
  ];
  const error = new DefinitionInvalid("nightly.yml", problems);
  expect(error).toBeInstanceOf(StepwellError);
  expect(error).toMatchObject({ code: "definition-invalid", problems, name: "DefinitionInvalid" });
  expect(error.message).toBe('nightly.yml cannot be used, errors: 2. unknown key "retires"');
});
