/**
 * An agent: a model that uses tools until it is done, or its budget is. Each question to the model and each use of a
 * tool is a step; a dangerous tool waits for a person.
 *
 *   npx stepwell run examples/agent/agent.ts -p task="Tidy up my notes"
 */
import { type WorkflowContext, workflow } from "stepwell";
import { askModel } from "./ask-model.ts";
import type { Message } from "./chat.ts";
import { allowedTool, prepareWorkspace } from "./tools.ts";

export interface AgentInput {
  readonly task: string;
  /** Tokens that may be spent. Default 20,000. */
  readonly budget?: number;
  /** Turns after which the next generation begins, so that no journal grows without end. Default 25. */
  readonly turnsPerGeneration?: number;
  /** What was said and spent in earlier generations. */
  readonly soFar?: Progress;
}

interface Progress {
  readonly messages: readonly Message[];
  readonly spent: number;
  readonly turns: number;
}

export interface AgentResult {
  /** `budget`: the next question might have cost more than what was left. */
  readonly end: "answered" | "budget";
  readonly answer: string;
  readonly spent: number;
  readonly turns: number;
}

/** What a reply may cost besides the conversation that is sent with the question. */
const mostTokensOfReply = 300;

export const agent = workflow("agent", async (wf, input: AgentInput): Promise<AgentResult> => {
  const { budget = 20_000, turnsPerGeneration = 25 } = input;
  // Nothing is more than NaN: without this, it would be a budget without end.
  if (!Number.isFinite(budget) || budget <= 0) throw new RangeError(`the budget is a number of tokens, not ${budget}`);
  let progress = input.soFar ?? { messages: [{ role: "user", text: input.task }], spent: 0, turns: 0 };
  wf.title(input.task.slice(0, 100));
  if (input.soFar === undefined) await wf.step("prepare", () => prepareWorkspace());

  for (let turn = 1; ; turn++) {
    const { messages, spent, turns } = progress;
    if (spent + mostTokensOf(messages) > budget) return { end: "budget", answer: "", spent, turns };
    const { text, calls, tokens } = await askModel(messages);
    const said: Message[] = [...messages, { role: "model", text, calls }];
    const results = await wf.map(calls, (call) => allowedTool(wf, call), { name: "tools" });
    for (const [n, { id }] of calls.entries()) said.push({ role: "tool", call: id, result: results[n] ?? "" });
    progress = { messages: said, spent: spent + tokens, turns: turns + 1 };
    show(wf, progress, budget);
    if (calls.length === 0) return { end: "answered", answer: text, spent: progress.spent, turns: progress.turns };
    if (turn === turnsPerGeneration) wf.continueAs({ ...input, soFar: progress });
  }
});

/** For whoever looks from outside: `await engine.handle(id).get("conversation")`. */
function show(wf: WorkflowContext, { messages, spent }: Progress, budget: number): void {
  wf.set("conversation", messages);
  wf.set("spent", spent);
  wf.progress(spent, budget);
}

/** An upper bound, so that the budget is never exceeded: about three characters make a token. */
function mostTokensOf(messages: readonly Message[]): number {
  return Math.ceil(JSON.stringify(messages).length / 3) + mostTokensOfReply;
}
