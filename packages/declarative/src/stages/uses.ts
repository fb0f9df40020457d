/** `uses`: a registered task, or a template of stages. */
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { anyKey } from "../format/names.ts";
import type { StageType } from "./stage-type.ts";

export const uses: StageType = {
  key: "uses",
  value: {
    shape: { kind: "text", called: "a task such as path/name@tag, or a template such as stages/checks#file" },
    doc: "A registered task, in a process of its own, or a template below `stages/`. Outputs: what the task gives, or those of the template's stages.",
    example: 'name: Load\nuses: orders/load@v1\nwith: { day: "${{ params.day }}" }\n',
  },
  keys: {
    with: {
      shape: { kind: "map", of: { kind: "any" }, names: anyKey, called: "argument" },
      doc: "Its arguments, by name.",
      example: '{ day: "${{ params.day }}" }',
      template: true,
    },
  },
  workspace: ({ template }) => template === undefined,
  async run(stage, s) {
    const { id, value, keys, template, branches } = stage;
    const [branch] = branches;
    if (template !== undefined && branch !== undefined) {
      const params = await s.templateParams(template, keys.with ?? {});
      const result = await s.branch(branch, { scope: branch.path, names: { params } });
      if (result.status === "FAILED") throw result.error;
      return { outputs: result.outputs, ...(result.status === "SKIP" ? { status: "SKIP" } : {}) };
    }
    const env = Object.fromEntries(Object.entries(s.env).map(([name, one]) => [name, textOf(opened(one).value)]));
    const { host, inherited } = s;
    const outputs = await s.step((body) => {
      const folder = s.workspace;
      const attempt = s.attempt + body.attempt - 1;
      const calling = { uses: String(value), args: keys.with ?? {}, name: id, env, folder, host, inherited };
      return s.tasks.call({ ...calling, hidden: s.hidden, body, generation: s.wf.generation, attempt });
    });
    return { outputs };
  },
};
