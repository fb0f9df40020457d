/** The plugin `notification`: tells people of runs that did not end well. */
import { definePlugin, messageOf, type Plugin } from "@stepwell/core";
import { postMessage } from "../stages/post-message.ts";
import { type EmailServer, sendEmail } from "../stages/send-email.ts";

export interface NotificationOptions {
  /** Address of a webhook: JSON by POST. Default: none. */
  readonly webhook?: string;
  /** Who gets an email. Default: nobody. */
  readonly email?: { readonly server: EmailServer; readonly to: readonly string[] };
}

/** A webhook that was configured is where it is meant to be, private addresses included. */
export function notification({ webhook, email }: NotificationOptions): Plugin {
  return definePlugin({
    name: "notification",
    setup(engine) {
      engine.on("run-finished", async ({ id, generation, workflow, status, error }) => {
        if (status === "completed" || status === "cancelled") return;
        const subject = `${workflow}: ${status}`;
        const text = `${subject}\n${error === undefined ? "" : `${messageOf(error)}\n`}run ${id}`;
        const signal = new AbortController().signal;
        const sent: Promise<void>[] = [];
        if (webhook !== undefined) {
          const privateHosts = new Set([new URL(webhook).host]);
          sent.push(postMessage(webhook, { text, subject, workflow, run: id, status }, { privateHosts, signal }));
        }
        if (email !== undefined)
          sent.push(sendEmail(email.server, { to: email.to, subject, text, key: `${id}/${generation}/notification` }));
        await Promise.all(sent);
      });
    },
  });
}
