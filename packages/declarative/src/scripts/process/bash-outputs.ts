/** The file that `$STEPWELL_OUTPUT` names: `name=value`, or `name<<END`, lines, `END`. */
import { declarativeFailure } from "../../errors.ts";
import { readScriptFile } from "./read-script-file.ts";

const name = /^[A-Za-z_][\w-]*$/;

/**
 * Reads what a script has put out. Later lines win.
 * @throws outputs-invalid
 */
export function readOutputs(file: string, mostBytes: number): Record<string, string> {
  // One that it has removed: it puts nothing out.
  return Object.fromEntries(parseOutputs(readScriptFile(file, mostBytes) ?? ""));
}

function parseOutputs(text: string): [string, string][] {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  const outputs: [string, string][] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const [, key = "", operator, rest = ""] = /^([^=<]*)(=|<<)(.*)$/s.exec(line) ?? [];
    if (!name.test(key)) throw invalid(`line ${at + 1} is neither name=value nor name<<END`);
    if (operator === "=") outputs.push([key, rest]);
    else {
      const end = lines.indexOf(rest, at + 1);
      if (end < 0) throw invalid(`line ${at + 1} begins ${key}, and no line after it is only ${rest}`);
      outputs.push([key, lines.slice(at + 1, end).join("\n")]);
      at = end;
    }
  }
  return outputs;
}

function invalid(problem: string): Error {
  return declarativeFailure("outputs-invalid", { problem });
}
