/** `signal`: a message to another run. */
import { declarativeFailure } from "../errors.ts";
import { keptValue } from "../expressions/kept-value.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import type { StageType } from "./stage-type.ts";

export const signal: StageType = {
  key: "signal",
  value: {
    shape: { kind: "text", called: "the name of a signal" },
    doc: "Sends a signal to a run, exactly once.",
    example: "name: Tell the parent\nsignal: loaded\nto: ${{ run.parent }}\npayload: { rows: 3 }\n",
    template: true,
  },
  keys: {
    to: { shape: { kind: "text" }, doc: "The run's id.", example: "${{ run.parent }}", required: true, template: true },
    payload: {
      shape: { kind: "any" },
      doc: "What goes with it.",
      example: "{ rows: 3 }",
      default: "null",
      template: true,
    },
  },
  composite: true,
  async run({ id, value, keys }, s) {
    const [name, to, payload = null] = [value, keys.to, keys.payload].map((given) => {
      const { value: open, secret } = opened(given);
      if (secret) throw declarativeFailure("secret-not-kept", { stage: id });
      return open;
    });
    await s.wf.send(textOf(to), textOf(name), keptValue(payload));
    return { outputs: {} };
  },
};
