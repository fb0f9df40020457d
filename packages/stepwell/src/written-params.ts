/** Single parameters as definitions declare them: `-p version=5` is a text where a text is asked for. */
import type { Definition } from "@stepwell/declarative";
import type { CommandCall } from "./command-spec.ts";

/** @param input as readInput gives it: what is JSON counts as such */
export function asDeclared(
  { params }: Pick<Definition, "params">,
  input: unknown,
  { given }: Pick<CommandCall, "given">,
): unknown {
  const written = new Map(given.texts("param").map((text) => splitAt(text, text.indexOf("="))));
  if (written.size === 0) return input;
  const values = { ...(input as Readonly<Record<string, unknown>>) };
  for (const { name, type, options = [] } of params) {
    const text = written.get(name);
    if (text === undefined || typeof values[name] === "string") continue;
    // A decimal keeps the digits that were written.
    if (type === "str" || type === "secret" || type === "decimal" || (type === "choice" && options.includes(text)))
      values[name] = text;
  }
  return values;
}

function splitAt(text: string, at: number): readonly [string, string] {
  return [text.slice(0, at), text.slice(at + 1)];
}
