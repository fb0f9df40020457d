/** What a checked definition cannot hold, met at run time all the same: one made by hand, or by an older version. */
import { DefinitionInvalid } from "../diagnosis/definition-invalid.ts";
import type { Problem } from "../diagnosis/problem.ts";

export function definitionFault(at: string, problems: readonly Problem[]): DefinitionInvalid {
  return new DefinitionInvalid(at === "" ? "the definition" : at, problems);
}
