/** Files that go from job to job. */
import type { Field } from "./shape.ts";

const artifacts: Field["shape"] = {
  kind: "list",
  orOne: true,
  least: 1,
  of: {
    kind: "either",
    of: [
      { kind: "text" },
      {
        kind: "record",
        called: "an artifact",
        fields: {
          name: {
            shape: { kind: "text" },
            doc: "By which others ask for it.",
            example: "report",
            required: true,
            template: true,
          },
          path: { shape: { kind: "text" }, doc: "Files in the workspace.", example: "out/*.csv", template: true },
        },
      },
    ],
  },
};

export const artifactsField: Field = {
  shape: {
    kind: "record",
    called: "artifacts",
    fields: {
      upload: {
        shape: artifacts,
        doc: "Kept when the job has succeeded.",
        example: "[{ name: report, path: out/ }]",
        template: true,
      },
      download: {
        shape: artifacts,
        doc: "Put into the workspace before the first stage.",
        example: "report",
        template: true,
      },
    },
  },
  doc: "Files from job to job.",
  example: "{ upload: [{ name: report, path: out/ }] }",
};
