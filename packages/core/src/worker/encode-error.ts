/** An error as it is recorded: whole, or as much of it as can be kept. */
import { briefError } from "../model/run-errors.ts";

/** Never refuses: what ended badly has to be written down. */
export function encodeError(error: unknown, encode: (value: unknown, where: string) => string, where: string): string {
  try {
    return encode(error, where);
  } catch (problem) {
    return encode(briefError(error, problem), "an error");
  }
}
