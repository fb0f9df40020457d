/** `raise`: a failure on purpose. */
import { Secret, seenText } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { StageRaised } from "./stage-raised.ts";
import type { StageType } from "./stage-type.ts";

export const raise: StageType = {
  key: "raise",
  value: {
    shape: { kind: "text" },
    doc: "Fails with this message; it is not retried.",
    example: "name: Refuse\nif: ${{ params.amount > 1000 }}\nraise: ${{ params.amount }} is too much\n",
    template: true,
  },
  composite: true,
  async run({ value }) {
    throw new StageRaised(value instanceof Secret ? seenText(value) : textOf(value));
  },
};
