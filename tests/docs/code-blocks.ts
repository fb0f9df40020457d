/** The programs in a document: fenced blocks marked `ts run`, and the files beside them marked `ts file=<path>` or `yaml file=<path>`. */

export interface CodeBlock {
  /** Line of the document on which the code begins. */
  readonly line: number;
  readonly code: string;
  /** Undefined for a program. */
  readonly file: string | undefined;
}

const fence = /^```(?:ts run|(?:ts|yaml) file=([\w/-]+\.(?:ts|yml)))\n(.*?)^```$/gms;

export function codeBlocks(document: string): CodeBlock[] {
  return [...document.matchAll(fence)].map(({ 1: file, 2: code = "", index }) => {
    const line = document.slice(0, index).split("\n").length + 1;
    return { line, code, file };
  });
}

/** What a program says that it prints: its `// prints: …` comments, in order. */
export function promisedLines(code: string): string[] {
  return [...code.matchAll(/\/\/ prints: (.*)$/gm)].map(([, line = ""]) => line);
}
