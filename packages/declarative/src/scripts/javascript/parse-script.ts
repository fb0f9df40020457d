/** Reads a script of JavaScript or TypeScript: without its types, as a tree. */
// By its name, an old Node would miss it before it could be told which one is needed.
import * as nodeModule from "node:module";
import { type Comment, type Node, parse } from "acorn";

export interface ParsedScript {
  /** Without types. */
  readonly text: string;
  readonly tree: Node;
  readonly comments: readonly Comment[];
}

export interface SyntaxProblem {
  readonly message: string;
  /** In the text that was given. */
  readonly at: number;
}

/** Node's stripper refuses `return` outside of functions, and `import` within one. */
const before = "async () => {";
const after = "\n}";

/** @returns what is wrong, if it is not valid */
export function parseScript(text: string, language: "js" | "ts"): ParsedScript | SyntaxProblem {
  const comments: Comment[] = [];
  try {
    const plain = language === "ts" ? withoutTypes(text) : text;
    const tree = parse(plain, {
      ecmaVersion: "latest",
      sourceType: "module",
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: true,
      allowHashBang: true,
      onComment: comments,
    });
    return { text: plain, tree, comments };
  } catch (error) {
    const { message, pos } = error as Error & { pos?: number };
    return { message: message.replace(/ \(\d+:\d+\)$/, "").split("\n")[0] ?? "", at: pos ?? 0 };
  }
}

function withoutTypes(text: string): string {
  try {
    const stripped = strip(before + text + after);
    return stripped.slice(before.length, stripped.length - after.length);
  } catch (error) {
    if (!/^\s*(?:import|export)\b/m.test(text)) throw error;
    return strip(text);
  }
}

/** Without Node's word that this is experimental: it is nothing that who checks a workflow can do anything about. */
function strip(text: string): string {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    return nodeModule.stripTypeScriptTypes(text, { mode: "strip" });
  } finally {
    process.emitWarning = emitWarning;
  }
}
