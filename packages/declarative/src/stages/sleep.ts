/** `sleep`: a durable pause. */
import type { StageShape } from "../format/stage-shape.ts";

export const sleep: StageShape = {
  key: "sleep",
  value: {
    shape: { kind: "duration" },
    doc: "Waits: on disk, interrupted by a cancellation. A number is seconds.",
    example: "name: Let it settle\nsleep: 5 min\n",
    template: true,
  },
};
