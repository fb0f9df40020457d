/** Files that go from job to job. */
import { workspacePath } from "./paths.ts";
import type { Field } from "./shape.ts";

const artifacts = (path: Field): Field["shape"] => ({
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
          path,
        },
      },
    ],
  },
});

export const artifactsField: Field = {
  shape: {
    kind: "record",
    called: "artifacts",
    fields: {
      upload: {
        shape: artifacts({
          shape: workspacePath,
          doc: "A file, a folder, or a pattern with `*` and `**`, in the workspace. Links are refused.",
          example: "out/*.csv",
          default: "the name",
          template: true,
        }),
        doc: "Kept when the job has succeeded, in the settings' folder of artifacts; nothing to keep is a failure.",
        example: "[{ name: report, path: out/ }]",
        template: true,
      },
      download: {
        shape: artifacts({
          shape: workspacePath,
          doc: "Folder in the workspace below which the files come to where they were.",
          example: "in",
          default: "the workspace",
          template: true,
        }),
        doc: "Put into the workspace before the first stage: those of jobs that it needs, directly or through others; of a matrix those of all legs.",
        example: "report",
        template: true,
      },
    },
  },
  doc: "Files from job to job, kept for each attempt.",
  example: "{ upload: [{ name: report, path: out/ }] }",
};
