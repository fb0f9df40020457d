/** What is wrong with Python scripts, by Python itself: many in one process, because starting one takes longest. */
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { BindOptions, BoundScript, ScriptProblem } from "../bound-script.ts";
import { type Joined, joined } from "../joined.ts";
import { notBound } from "../not-bound.ts";
import { type Complaint, complaint, problemsAt, shownExpression } from "../problem-at.ts";

/** A script that `bind` has bound, and what it was given for that. */
export interface PythonCheck {
  readonly script: string;
  readonly bound: BoundScript;
  readonly options?: BindOptions;
}

export interface PythonFindings {
  readonly problems: readonly ScriptProblem[];
  readonly warnings: readonly ScriptProblem[];
}

const program = fileURLToPath(new URL("./check.py", import.meta.url));

/**
 * What Python says of scripts, in their order. Where there is no Python, each has the warning `script-unchecked`.
 * @param python its file, or its name on the PATH; default python3
 */
export async function checkPython(checks: readonly PythonCheck[], python = "python3"): Promise<PythonFindings[]> {
  const asked = checks.map(({ bound }) => ({ text: bound.text, placeholders: placeholdersOf(bound) }));
  const answers = asked.length === 0 ? [] : await ask(python, JSON.stringify(asked));
  return checks.map((check, index) => {
    const place = joined(check.script, check.options ?? {});
    const answer = answers?.[index];
    const about = { start: place.text.length - check.script.length, end: place.text.length };
    if (answer === undefined) {
      const unchecked = complaint("script-unchecked", { program: python }, { ...about, end: about.start + 1 });
      return { problems: [], warnings: problemsAt(place.placeOf, [unchecked]) };
    }
    return findings(check.bound, answer, place);
  });
}

const placeholdersOf = ({ names }: BoundScript): string[] => names.map(({ placeholder = "" }) => placeholder);

interface Answer {
  readonly syntax?: { readonly message: string; readonly line: number; readonly column: number };
  readonly refused?: readonly { readonly template: number; readonly where: string; readonly cure: string }[];
  readonly warned?: readonly { readonly template: number; readonly kind: "code" | "format"; readonly what: string }[];
}

function findings(
  bound: BoundScript,
  { syntax, refused = [], warned = [] }: Answer,
  { placeOf }: Joined,
): PythonFindings {
  const problems: Complaint[] = refused.flatMap(({ template, where, cure }) => {
    const name = bound.names[template - 1];
    return name === undefined ? [] : [notBound(name, { where, cure })];
  });
  if (syntax !== undefined) {
    const start = writtenAt(bound, syntax);
    problems.push(
      complaint("script-syntax", { language: "Python", problem: syntax.message }, { start, end: start + 1 }),
    );
  }
  const warnings = warned.flatMap(({ template, kind, what }) => {
    const name = bound.names[template - 1];
    if (name === undefined) return [];
    const { start, end, expression } = name;
    const about = { start, end, expressions: [expression] };
    const expressions = shownExpression(expression);
    if (kind === "code") return [complaint("value-as-code", { language: "Python", what, expressions }, about)];
    return [complaint("value-as-format", { what, expressions }, about)];
  });
  return { problems: problemsAt(placeOf, problems), warnings: problemsAt(placeOf, warnings) };
}

/** From line and column of the text with placeholders to an offset in the script as written. */
function writtenAt(bound: BoundScript, { line, column }: { line: number; column: number }): number {
  const lines = bound.text.split("\n").slice(0, line - 1);
  const at = lines.reduce((sum, text) => sum + text.length + 1, 0) + column - 1;
  let shift = 0;
  for (const { start, end, placeholder = "" } of bound.names) {
    const held = start + shift;
    if (at < held) break;
    if (at < held + placeholder.length) return start;
    shift += placeholder.length - (end - start);
  }
  return Math.max(0, at - shift);
}

/** Undefined where there is no Python, or one that cannot answer. */
async function ask(python: string, question: string): Promise<Answer[] | undefined> {
  const child = spawn(python, ["-I", program], { stdio: ["pipe", "pipe", "ignore"] });
  const ended = new Promise<number | null>((resolve) => {
    child.on("error", () => resolve(null));
    child.on("close", resolve);
  });
  child.stdin.on("error", () => {});
  child.stdin.end(question);
  let answer = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  return (await ended) === 0 ? (JSON.parse(answer) as Answer[]) : undefined;
}
