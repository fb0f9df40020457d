/** `notify`: a message to people or systems. */
import type { StageShape } from "../format/stage-shape.ts";

export const notify: StageShape = {
  key: "notify",
  value: {
    shape: { kind: "text" },
    doc: "A message. `by: log` writes it into the log, `webhook` and `email` send it.",
    example: 'name: Tell\nnotify: "nightly: ${{ run.status }}"\nby: webhook\nto: https://example.org/hooks/ops\n',
    template: true,
  },
  keys: {
    by: {
      shape: {
        kind: "word",
        words: { log: "into the run's log", webhook: "as JSON, by POST", email: "by the configured server" },
      },
      doc: "How.",
      example: "email",
      default: "log",
    },
    to: {
      shape: { kind: "list", of: { kind: "text" }, orOne: true, least: 1 },
      doc: "Addresses.",
      example: "ops@example.org",
      template: true,
    },
    subject: { shape: { kind: "text" }, doc: "Of an email.", example: "nightly", template: true },
  },
};
