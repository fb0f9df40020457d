/**
 * The mind of the model: what it says follows from the conversation alone. It looks around, reads every note, writes a
 * summary, and then wants to delete the drafts.
 */
import type { Message, Reply, ToolCall } from "./chat.ts";

type Step = Omit<Reply, "tokens">;

export function nextStep(conversation: readonly Message[]): Step {
  const results = new Map(
    conversation.flatMap((message) => (message.role === "tool" ? [[message.call, message.result]] : [])),
  );
  const listing = results.get("list");
  if (listing === undefined) return { text: "Let me look around.", calls: [call("list", "list files", {})] };

  const files = listing.split("\n").filter((name) => name !== "");
  const notes = files.filter((name) => !name.startsWith("draft"));
  const unread = notes.filter((name) => !results.has(`read ${name}`)).slice(0, filesAtOnce);
  if (unread.length > 0)
    return {
      text: `Reading ${unread.join(", ")}.`,
      calls: unread.map((file) => call(`read ${file}`, "read file", { file })),
    };

  if (!results.has("write")) {
    const text = notes.map((file) => `- ${results.get(`read ${file}`)?.split("\n")[0]}`).join("\n");
    return { text: "I sum them up.", calls: [call("write", "write file", { file: "summary.md", text })] };
  }
  const drafts = files.filter((name) => name.startsWith("draft"));
  const left = drafts.filter((name) => !results.has(`delete ${name}`));
  const [file] = left;
  if (file !== undefined)
    return { text: `${file} is of no use any more.`, calls: [call(`delete ${file}`, "delete file", { file })] };

  const deleted = drafts.filter((name) => results.get(`delete ${name}`) === "deleted");
  return {
    text: `Done: ${notes.length} notes in summary.md, ${deleted.length} of ${drafts.length} drafts deleted.`,
    calls: [],
  };
}

const filesAtOnce = 3;

function call(id: string, tool: string, input: Record<string, string>): ToolCall {
  return { id, tool, input };
}
