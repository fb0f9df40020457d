/** `sleep`: a durable pause. */
import { durationMs } from "./duration-value.ts";
import type { StageType } from "./stage-type.ts";

export const sleep: StageType = {
  key: "sleep",
  value: {
    shape: { kind: "duration" },
    doc: "Waits: on disk, interrupted by a cancellation. A number is seconds.",
    example: "name: Let it settle\nsleep: 5 min\n",
    template: true,
  },
  composite: true,
  waits: true,
  async run({ id, value }, s) {
    await s.wf.sleep(durationMs(value), { name: id });
    return { outputs: {} };
  },
};
