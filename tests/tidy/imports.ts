/** What a source refers to, and which file of the repository that is. */
import { posix } from "node:path";
import { mask } from "./mask.ts";
import { lineAt } from "./offence.ts";

export interface Reference {
  readonly specifier: string;
  readonly line: number;
  /** "address": new URL("./x.ts", import.meta.url), which starts a thread or reads a file but loads nothing. */
  readonly kind: "import" | "address";
}

/** A workspace package: which specifier leads to which file. */
export interface Workspace {
  readonly name: string;
  readonly folder: string;
  /** The public addresses of package.json, such as "." and "./testing", and the files behind them. */
  readonly exports: Readonly<Record<string, string>>;
  readonly bins: readonly string[];
}

const imports = [
  /\bimport\s+(?:type\s+)?[\w$*{}\s,]+?\bfrom\s*"/g,
  /\bexport\s+(?:type\s+)?(?:\*(?:\s*as\s+[\w$]+)?|\{[\w$\s,]*\})\s*from\s*"/g,
  /\bimport\s*(?:\(\s*)?"/g,
];
const addresses = [/\bnew\s+URL\s*\(\s*"(?=[^"]*"\s*,\s*import\.meta\.url)/g, /\bimport\.meta\.resolve\s*\(\s*"/g];

/** Every import, re-export and file address of a source; type-only ones too. */
export function references(text: string, code: string = mask(text).code): Reference[] {
  const found = (patterns: RegExp[], kind: Reference["kind"]): Reference[] =>
    patterns.flatMap((pattern) =>
      [...code.matchAll(pattern)].map((match) => {
        const open = match.index + match[0].length;
        return { specifier: text.slice(open, code.indexOf('"', open)), line: lineAt(text, open), kind };
      }),
    );
  const files = found(addresses, "address").filter(({ specifier }) => /\.[cm]?[jt]s$/.test(specifier));
  return [...found(imports, "import"), ...files].sort((a, b) => a.line - b.line);
}

/** The path of the file that a specifier means, or undefined when it is not in the repository. */
export function resolve(from: string, specifier: string, workspaces: readonly Workspace[]): string | undefined {
  if (specifier.startsWith(".")) return posix.normalize(posix.join(posix.dirname(from), specifier));
  const workspace = workspaces.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
  if (workspace === undefined) return undefined;
  const target = workspace.exports[`.${specifier.slice(workspace.name.length)}`];
  return target === undefined ? workspace.folder : posix.join(workspace.folder, target);
}
