/** YAML 1.2 into nodes. */
import type { Report } from "../diagnosis/problem.ts";
import type { SourceNode } from "./node.ts";
import { readParsedYaml } from "./parsed-yaml.ts";
import type { SourceText } from "./source-text.ts";
import { readUsualYaml } from "./usual-yaml.ts";

/** @returns undefined when something was reported that leaves no tree, or when there is nothing in the text */
export function readYaml(source: SourceText, report: Report): SourceNode | undefined {
  return readUsualYaml(source) ?? readParsedYaml(source, report);
}
