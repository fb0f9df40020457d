/** `echo`: a message in the log. */
import { reveal } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import type { StageType } from "./stage-type.ts";

export const echo: StageType = {
  key: "echo",
  value: {
    shape: { kind: "text", mayBeEmpty: true },
    doc: "Writes a message into the run's log. Output: `message`.",
    example: "name: Hello\necho: Hello, ${{ params.who }}\n",
    template: true,
  },
  async run({ value }, s) {
    const message = await s.step((body) => {
      const text = textOf(reveal(value));
      body.log(text);
      return text;
    });
    return { outputs: { message } };
  },
};
