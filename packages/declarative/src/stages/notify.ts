/** `notify`: a message to people or systems. */
import { problem } from "../diagnosis/problem.ts";
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { textOf } from "../expressions/text.ts";
import { postMessage } from "./post-message.ts";
import { sendEmail } from "./send-email.ts";
import type { ReadyStage, StageRun, StageType } from "./stage-type.ts";

export const notify: StageType = {
  key: "notify",
  value: {
    shape: { kind: "text" },
    doc: "A message. `by: log` writes it into the log, `webhook` and `email` send it. Output: `sent`, to how many.",
    example: 'name: Tell\nnotify: "nightly is done: ${{ run.id }}"\nby: webhook\nto: https://example.org/hooks/ops\n',
    template: true,
  },
  keys: {
    by: {
      shape: {
        kind: "word",
        words: {
          log: "into the run's log",
          webhook: "by POST as JSON: `text`, `subject`, `workflow`, `run`, `stage`",
          email: "by the server of the setting `email.server`",
        },
      },
      doc: "How.",
      example: "email",
      default: "log",
    },
    to: {
      shape: { kind: "list", of: { kind: "text" }, orOne: true, least: 1 },
      doc: "Addresses. Each webhook is a step of its own: what was told is not told again.",
      example: "ops@example.org",
      template: true,
    },
    subject: {
      shape: { kind: "text" },
      doc: "Of an email, or of a webhook.",
      example: "nightly",
      default: "the first line",
      template: true,
    },
  },
  check(stage, report) {
    const by = stage.at("by");
    const sends = by?.kind === "scalar" && by.value !== "log";
    if (sends === (stage.at("to") !== undefined)) return;
    const facts = sends
      ? { problem: '"notify" has no "to"', cure: "write to whom: to: ops@example.org" }
      : { problem: '"to" has no meaning for the log', cure: "write by: email or by: webhook, or take it out" };
    report(problem("wrong-combination", facts, stage.locate(stage.at("to") ?? stage.value)));
  },
  async run(stage, s) {
    const message = messageOf(stage, s);
    const to = addresses(stage);
    switch (String(stage.keys.by ?? "log")) {
      case "webhook":
        await post(stage, s, { ...message, to });
        return { outputs: { sent: to.length } };
      case "email":
        await s.step((body) => {
          const { email } = s.reach;
          if (email === undefined) throw declarativeFailure("email-unconfigured", { what: `stage "${stage.id}"` });
          return sendEmail(email, { ...message, to, key: body.key }, body.abortSignal);
        });
        return { outputs: { sent: to.length } };
      default:
        await s.step((body) => body.log(message.text));
        return { outputs: {} };
    }
  },
};

interface Message {
  readonly text: string;
  readonly subject: string;
}

const subjectChars = 120;

function messageOf({ value, keys }: ReadyStage, s: StageRun): Message {
  const text = textOf(opened(value).value);
  // Part of a secret would be known as one by nobody.
  const [first = ""] = s.hide(text).trim().split("\n", 1);
  return {
    text,
    subject: keys.subject === undefined ? first.slice(0, subjectChars) : textOf(opened(keys.subject).value),
  };
}

function addresses({ keys }: ReadyStage): string[] {
  if (keys.to === undefined) return [];
  const { value } = opened(keys.to);
  return (Array.isArray(value) ? value : [value]).map(textOf);
}

async function post(
  { id }: ReadyStage,
  s: StageRun,
  { to, text, subject }: Message & { readonly to: readonly string[] },
): Promise<void> {
  const { privateHosts } = s.reach;
  const json = { text, subject, workflow: workflowName(s), run: s.wf.id, stage: id };
  for (const address of to)
    await s.step((body) => postMessage(address, json, { privateHosts, signal: body.abortSignal, hide: s.hide }));
}

function workflowName({ contexts }: StageRun): string {
  return String((contexts.workflow as { readonly name?: unknown } | undefined)?.name ?? "");
}
