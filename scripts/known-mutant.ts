import { isMutant } from "../packages/core/src/testing/simulation/mutants/install.ts";
import { type MutantName, mutants } from "../packages/core/src/testing/simulation/mutants/table.ts";
import { refuse } from "./script-arguments.ts";

/** The deliberate fault that a script was asked for. */
export function knownMutant(name: string): MutantName {
  if (isMutant(name)) return name;
  return refuse(`there is no mutant ${name}; there are ${Object.keys(mutants).join(", ")}`);
}
