/** `approve`: a question to people. */
import type { StageShape } from "../format/stage-shape.ts";

export const approve: StageShape = {
  key: "approve",
  value: {
    shape: { kind: "text" },
    doc: "Asks people, and waits on disk. It fails when they refuse. Outputs: `approved`, `by`, and the form's fields.",
    example: "name: Gate\napprove: Ship order ${{ params.order }}?\nassignees: [ops]\ntimeout: 2 days\n",
    template: true,
  },
  keys: {
    form: {
      shape: { kind: "any", called: "a JSON Schema" },
      doc: "JSON Schema of what is to be filled in.",
      example: "{ type: object, properties: { note: { type: string } } }",
    },
    assignees: {
      shape: { kind: "list", of: { kind: "text" }, orOne: true },
      doc: "Who may answer.",
      example: "[ops, ana]",
      default: "everybody",
      template: true,
    },
    default: {
      shape: { kind: "any" },
      doc: "The answer when the timeout is over; without it that is a failure.",
      example: "false",
      template: true,
    },
  },
};
