import type { Ledger } from "./ledger.ts";

export interface Post {
  send(mail: { order: string; text: string }, key: string): Promise<void>;
}

export function openPost(ledger: Ledger): Post {
  return {
    send: ({ order, text }, key) =>
      ledger.serve({ service: "post.send", key }, () => {
        ledger.run(`INSERT INTO mails ("order", text) VALUES (?, ?)`, order, text);
      }),
  };
}
