/** What failed in a run, for one sentence: what was first, and how much did. All of it is in `errors`. */
import type { ErrorRecord } from "./records.ts";

/** More of a message nobody reads in a sentence: a script may put out a page. */
const mostChars = 300;

export function firstFailure(errors: readonly ErrorRecord[]): { readonly count: number; readonly first: string } {
  const { path, message } = errors[0] ?? { path: "", message: "nothing says why" };
  const [line = ""] = message.split("\n", 1);
  const short = line === message && line.length <= mostChars ? line : `${line.slice(0, mostChars)}…`;
  return { count: errors.length, first: path === "" ? short : `${path}: ${short}` };
}
