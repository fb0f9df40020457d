/** `raise`: a failure on purpose. */
import type { StageShape } from "../format/stage-shape.ts";

export const raise: StageShape = {
  key: "raise",
  value: {
    shape: { kind: "text" },
    doc: "Fails with this message; it is not retried.",
    example: "name: Refuse\nif: ${{ params.amount > 1000 }}\nraise: ${{ params.amount }} is too much\n",
    template: true,
  },
};
