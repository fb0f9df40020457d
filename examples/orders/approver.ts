/** Stands for a person who looks at the list of questions and answers each. */
import { setTimeout as pause } from "node:timers/promises";
import { isFailure, type Stepwell } from "stepwell";
import type { Item } from "./order.ts";
import { decide } from "./sample-orders.ts";

export async function answerQuestions(engine: Stepwell, over: AbortSignal): Promise<void> {
  while (!over.aborted) {
    const { items } = await engine.approvals({ assignee: "sales" });
    for (const { run, ask, form } of items) {
      const answer = decide(form as { items: readonly Item[] });
      await engine.handle(run).answer(ask, answer, { by: "demonstration" }).catch(unlessAnswered);
    }
    await pause(50);
  }
}

/** Somebody else may have been first, or the run is over. */
function unlessAnswered(error: unknown): void {
  if (isFailure(error, "ask-answered") || isFailure(error, "run-finished")) return;
  throw error;
}
