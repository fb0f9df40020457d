/** `concurrency`: of a workflow its runs, of a job its executions. */
import type { Field } from "./shape.ts";

/** @param of what shares the place @param words what becomes of one that finds it taken, by policy */
export function concurrencyField(
  of: "Runs" | "Jobs",
  doc: string,
  words: Readonly<Record<"queue" | "skip" | "replace" | "reject", string>>,
): Field {
  return {
    shape: {
      kind: "either",
      of: [
        { kind: "text" },
        {
          kind: "record",
          called: "concurrency",
          fields: {
            group: {
              shape: { kind: "text" },
              doc: `${of} of one group share a place, whatever workflow they are of.`,
              example: "orders-${{ params.region }}",
              required: true,
              template: true,
            },
            limit: {
              shape: { kind: "number", whole: true, least: 1 },
              doc: `${of} at a time.`,
              example: "2",
              default: "1",
            },
            "on-conflict": {
              shape: { kind: "word", words },
              doc: "What becomes of one that finds the place taken.",
              example: "replace",
              default: "queue",
            },
          },
          foreign: {
            "cancel-in-progress": "write on-conflict: replace",
            "max-parallel": "write limit",
            max: "write limit",
            key: "write group",
          },
        },
      ],
    },
    doc,
    example: "{ group: orders, limit: 1 }",
    template: true,
  };
}
