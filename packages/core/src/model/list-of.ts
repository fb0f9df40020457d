/** What is given as many: an array, or anything that can be gone through, but for text. */
import { caught } from "./caught.ts";
import { failure } from "./errors.ts";

/** @throws invalid-option for what cannot be gone through */
export function listOf<T>(
  items: Iterable<T>,
  place: { readonly where: string; readonly option: string },
): readonly T[] {
  let problem = "must be a list: an array, a set, a generator…";
  try {
    if (Array.isArray(items)) return items as T[];
    if (typeof items === "object" && items !== null && Symbol.iterator in items) return [...items];
  } catch (error) {
    throw failure("invalid-option", { ...place, problem: "cannot be gone through" }, caught(error));
  }
  if (typeof items === "string") problem = "must be a list, not text";
  throw failure("invalid-option", { ...place, problem });
}
