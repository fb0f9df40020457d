/** Where a workflow or task was defined: threads and `resume` find the code again by it, errors name it. */
import { fileURLToPath } from "node:url";

export interface DefinitionPlace {
  /** URL of the module; "" when it has none (eval, REPL). */
  readonly module: string;
  /** `path:line` for messages; "an unknown place" when not known. */
  readonly text: string;
}

/** The place that called the function which calls this one. @param above the exported function to leave out */
export function placeOfCaller(above: (...args: never[]) => unknown): DefinitionPlace {
  const holder: { stack?: string } = {};
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    Error.captureStackTrace(holder, above);
  } finally {
    Error.stackTraceLimit = limit;
  }
  const found = /((?:file:\/\/|\/|[A-Za-z]:\\)[^()]*?):(\d+):\d+\)?$/.exec(holder.stack ?? "");
  if (found === null) return { module: "", text: "an unknown place" };
  const [, file = "", line] = found;
  const module = file.startsWith("file:") ? file : `file://${file.replaceAll("\\", "/")}`;
  return { module, text: `${file.startsWith("file:") ? fileURLToPath(file) : file}:${line}` };
}
