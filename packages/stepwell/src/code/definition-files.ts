/** Which files and runs are definitions. Apart from what loads them, which other commands need not wait for. */
import { extname } from "node:path";

const endings: ReadonlySet<string> = new Set([".yml", ".yaml", ".json"]);
/** What runs of deployed definitions say of where their code is. */
export const deployedUrl = "stepwell:deployed";

export function isDefinitionFile(path: string): boolean {
  return endings.has(extname(path).toLowerCase());
}

/** The module that a run names is no code: its definition is in its input. */
export function isDefinitionUrl(url: string): boolean {
  return url === deployedUrl || isDefinitionFile(url);
}
