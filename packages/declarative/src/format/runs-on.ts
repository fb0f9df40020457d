/** Where a job is executed. */
import type { Shape, TextRule } from "./shape.ts";

const runners = /^(?:ubuntu|windows|macos)-/;

const place: TextRule = {
  called: "place to run",
  pattern: "^(?:local|thread|process|queue:.+|docker:.+)$",
  problemOf(text) {
    if (/^(?:local|thread|process|queue:\S+|docker:\S+)$/.test(text)) return undefined;
    const known = "is none of local, thread, process, queue:NAME, docker:IMAGE";
    if (runners.test(text)) return `${known}: there are no hosted machines, write local or docker:IMAGE`;
    return text === "queue" || text === "docker" ? `${known}: it needs the name, such as ${text}:NAME` : known;
  },
};

export const runsOnShape: Shape = {
  kind: "either",
  of: [
    { kind: "text", called: "a place to run", rule: place },
    {
      kind: "record",
      called: "runs-on",
      fields: {
        type: {
          shape: { kind: "text", called: "a place to run", rule: place },
          doc: "As the short form.",
          example: "local",
          required: true,
          template: true,
        },
      },
      foreign: {
        labels: "write type: queue:NAME",
        group: "write type: queue:NAME",
        with: "write type: queue:NAME, or type: docker:IMAGE",
        args: "write type: queue:NAME, or type: docker:IMAGE",
      },
    },
  ],
};
