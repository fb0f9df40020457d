/** What holds for the stages of a workflow that say nothing. */

import { retryField, timeoutField } from "./attempts.ts";
import { scriptFolder, scriptFolderDoc } from "./paths.ts";
import type { Field, Fields, WordShape } from "./shape.ts";

export const shellShape: WordShape = {
  kind: "word",
  words: {
    js: "JavaScript, by Node",
    ts: "TypeScript, by Node",
    python: "Python, by python3",
  },
  foreign: {
    bash: "write bash: in the stage",
    sh: "write bash: in the stage",
    javascript: "write js",
    typescript: "write ts",
    python3: "write python",
    py: "write python",
    node: "write js",
  },
};

const defaults: Fields = {
  run: {
    shape: {
      kind: "record",
      called: "defaults of run",
      fields: {
        shell: {
          shape: shellShape,
          doc: "The language of stages of type `run`.",
          example: "python",
        },
        "working-directory": {
          shape: scriptFolder,
          doc: scriptFolderDoc,
          example: "src",
          template: true,
        },
        prelude: {
          shape: { kind: "script", language: "code" },
          doc: "Put before each script of `run`.",
          example: "import json",
        },
      },
    },
    doc: "Of stages of type `run` and `bash`.",
    example: "{ shell: python }",
  },
  timeout: { ...timeoutField, doc: "Of each stage that says nothing." },
  retry: { ...retryField, doc: "Of each stage that says nothing." },
};

export const defaultsField: Field = {
  shape: { kind: "record", called: "defaults", fields: defaults },
  doc: "What holds for stages that say nothing.",
  example: "{ run: { shell: python }, timeout: 10 min }",
};
