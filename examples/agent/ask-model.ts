/** One question to the model: a step, so that an answer that was recorded is never paid for again. */
import { task } from "stepwell";
import type { Message, Reply } from "./chat.ts";
import { modelUrl } from "./surroundings.ts";

export const askModel = task(
  "model",
  { timeout: "30 s", retry: { maxAttempts: 6, initial: "100 ms" } },
  async (messages: readonly Message[], t): Promise<Reply> => {
    const response = await fetch(await modelUrl(), {
      method: "POST",
      // The process may die between the answer and its record. Then the same key asks again, and pays nothing.
      headers: { "content-type": "application/json", "idempotency-key": t.key },
      body: JSON.stringify({ messages }),
      signal: t.abortSignal,
    });
    if (!response.ok) throw new Error(`the model answers ${response.status}`);
    return (await response.json()) as Reply;
  },
);
