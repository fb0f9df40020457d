/** What goes over the wire between the agent and its model. */

export interface ToolCall {
  readonly id: string;
  readonly tool: string;
  readonly input: Readonly<Record<string, string>>;
}

export type Message =
  | { readonly role: "user"; readonly text: string }
  | { readonly role: "model"; readonly text: string; readonly calls: readonly ToolCall[] }
  | { readonly role: "tool"; readonly call: string; readonly result: string };

export interface Reply {
  readonly text: string;
  /** Empty when the model is done. */
  readonly calls: readonly ToolCall[];
  /** What this reply has cost, question and answer. */
  readonly tokens: number;
}
