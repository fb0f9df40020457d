/** `wait`: for a signal, a callback, or a condition. */
import { problem, type Report } from "../diagnosis/problem.ts";
import type { RecordSource } from "../format/shape.ts";
import { runWait } from "./run-wait.ts";
import type { StageType } from "./stage-type.ts";

export const wait: StageType = {
  key: "wait",
  value: {
    shape: {
      kind: "either",
      of: [
        { kind: "text", called: "the name of a signal" },
        {
          kind: "record",
          called: "wait",
          oneOf: ["signal", "callback", "poll"],
          check: checkPoll,
          fields: {
            signal: {
              shape: { kind: "text" },
              doc: "A signal of that name to this run.",
              example: "approved",
              template: true,
            },
            callback: {
              shape: { kind: "text" },
              doc: "A value that another system hands in with a token; the run's data shows the token as `callbacks/NAME`.",
              example: "payment",
            },
            poll: {
              shape: { kind: "stages" },
              doc: "Stages that are done every so often.",
              example: "[{ http: https://example.org/state }]",
            },
            until: {
              shape: { kind: "expression" },
              doc: "Of a poll: when it is over.",
              example: "stages.look.outputs.json.state == 'done'",
            },
            every: {
              shape: { kind: "duration", positive: true },
              doc: "Of a poll: how often.",
              example: "30 s",
              default: "1 min",
            },
          },
        },
      ],
    },
    doc: "Waits on disk for something from outside, as long as `timeout` allows. Output: `payload`; of a poll, the last round's outputs.",
    example:
      "name: Wait for the bank\nwait: { signal: payment }\nmatch: payload.order == params.order\ntimeout: 3 days\n",
    template: true,
  },
  names: { match: ["payload"] },
  sees: { wait: ["wait/poll"] },
  keys: {
    match: {
      shape: { kind: "expression" },
      doc: "Which of them: an expression on `payload`. Others are left for other stages; as a callback they are refused.",
      example: "payload.order == params.order",
    },
  },
  composite: true,
  keepsTimeout: true,
  waits: true,
  run: runWait,
};

/** `until` and `every` are of a poll, and a poll has to have an end. */
function checkPoll({ at, map, where, locate }: RecordSource, report: Report): void {
  if (at("poll") !== undefined && at("until") === undefined)
    report(problem("missing-key", { key: "until", where, example: "until: stages.look.outputs.done" }, locate(map)));
  if (at("poll") !== undefined) return;
  for (const key of ["until", "every"]) {
    const entry = map.entries.get(key);
    if (entry === undefined) continue;
    const facts = { problem: `"${key}" belongs to a poll`, cure: "write poll: [stages], or take it out" };
    report(problem("wrong-combination", facts, locate(entry.key)));
  }
}
