/** The keys that every stage has, whatever its type. */
import { conditionField, continueOnErrorField, envField, outputsField, retryField, timeoutField } from "./attempts.ts";
import { word } from "./names.ts";
import { paramsShape } from "./param-keys.ts";
import type { Fields, RecordShape } from "./shape.ts";
import { size } from "./size.ts";

export const stageFields: Fields = {
  id: {
    shape: { kind: "text", rule: word },
    doc: "By which expressions name it.",
    example: "fetch",
    default: "the name in small letters, else the type",
  },
  name: { shape: { kind: "text" }, doc: "For people.", example: '"Process ${{ matrix.env }}"', template: true },
  desc: {
    shape: { kind: "text", prose: true, mayBeEmpty: true },
    doc: "For people.",
    example: "Reads the day's file.",
  },
  if: {
    ...conditionField,
    doc: `${conditionField.doc} After a failed stage it is asked only with always() or failure().`,
  },
  retry: retryField,
  timeout: timeoutField,
  env: envField,
  "continue-on-error": continueOnErrorField,
  outputs: outputsField,
  "unsafe-interpolation": {
    shape: { kind: "flag" },
    doc: "Values are pasted into the script as they are: whoever gives a value may then run code. `validate` warns.",
    example: "true",
    default: "false",
  },
  cache: {
    shape: {
      kind: "record",
      called: "cache",
      fields: {
        key: {
          shape: { kind: "text" },
          doc: "Stages of one id and key share their outputs, in all runs.",
          example: "prices-${{ params.day }}",
          required: true,
          template: true,
        },
        ttl: { shape: { kind: "duration", positive: true }, doc: "For how long.", example: "1 h", default: "for ever" },
      },
    },
    doc: "The outputs of another run will do.",
    example: '{ key: "prices-${{ params.day }}", ttl: 1 h }',
  },
  limits: {
    shape: {
      kind: "record",
      called: "limits",
      fields: {
        memory: {
          shape: { kind: "text", called: "a size such as 512 MB", rule: size },
          doc: "Of all its processes.",
          example: "512 MB",
        },
        cpu: { shape: { kind: "number", least: 0.01, most: 1_024 }, doc: "Processors.", example: "1.5" },
      },
    },
    doc: "Of `bash` and `run`: held by the system, refused where it cannot.",
    example: "{ memory: 512 MB, cpu: 1 }",
  },
};

/** Keys of stages in other systems. */
export const foreignStageKeys: Readonly<Record<string, string>> = {
  "timeout-minutes": 'write timeout: "30 min"',
  timeout_minutes: 'write timeout: "30 min"',
  condition: "write if",
  script: "write bash, or run with shell",
  command: "write bash",
  cmd: "write bash",
  sh: "write bash",
  python: "write run with shell: python",
  py: "write run with shell: python",
  js: "write run with shell: js",
  pwsh: "write bash, or run with shell: python",
  steps: "write stages",
  jobs: "jobs stand in the workflow; stages below a stage are made with parallel, foreach, case or try",
  needs: "stages run one after the other; needs stand in jobs",
  loop: "write foreach, or until",
  when: "write if",
  switch: "write case",
  extras: "leave it out: settings are given with the call",
  "runs-on": "runs-on stands in the job",
  strategy: "strategy stands in the job",
  register: "outputs are read as ${{ stages.ID.outputs }}",
  call: "write uses: path/name@tag for a task, trigger for a workflow",
  args: "write with",
  vars: "write env, or with",
};

/** What stands under a name in a file of stages/: one stage without its type, or a list of stages. */
export const stageTemplate: RecordShape = {
  kind: "record",
  called: "a template of stages",
  fields: {
    desc: { shape: { kind: "text", prose: true, mayBeEmpty: true }, doc: "For people.", example: "Checks a file." },
    params: { shape: paramsShape, doc: "What it asks for: read in its stages as `params`.", example: "{ file: str }" },
    stages: { shape: { kind: "stages" }, doc: "What is done.", example: "[{ echo: checked }]", required: true },
    outputs: outputsField,
  },
};
