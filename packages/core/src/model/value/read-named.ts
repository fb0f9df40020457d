/** Reads a stored value and says which one it is where it cannot be read. */
import { failure, isFailure } from "../errors.ts";

/** @param what begins the error's sentence: `the input of run "r"` @throws damaged-value, and what `read` throws */
export function readNamed<T>(what: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isFailure(error, "damaged-value")) throw error;
    throw failure("damaged-value", { where: what, problem: String(error.facts.problem) }, error);
  }
}
