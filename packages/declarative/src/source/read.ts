/** A text into nodes, whichever language it is in. */
import { problem, type Report } from "../diagnosis/problem.ts";
import { readJson } from "./json.ts";
import { sourceLimits } from "./limits.ts";
import { spanOf } from "./locate.ts";
import type { SourceNode } from "./node.ts";
import { SourceText } from "./source-text.ts";
import { readYaml } from "./yaml.ts";

export type SourceFormat = "yaml" | "json";

export interface SourceInput {
  /** For messages. */
  readonly file: string;
  readonly text: string;
  readonly format: SourceFormat;
}

/** @returns undefined when something was reported that leaves no tree */
export function readSource({ file, text, format }: SourceInput, report: Report): SourceNode | undefined {
  const source = new SourceText(file, text.startsWith("\ufeff") ? text.slice(1) : text);
  const limit = sourceLimits.bytes;
  if (text.length > limit || Buffer.byteLength(text) > limit) {
    report(problem("source-too-large", { what: `${file} has`, limit, unit: "bytes" }));
    return undefined;
  }
  let found = 0;
  const counted: Report = (one) => {
    found++;
    report(one);
  };
  const tree = format === "json" ? readJson(source, counted) : readYaml(source, counted);
  if (tree === undefined && found === 0) report(problem("source-empty", {}, spanOf(source, 0)));
  return tree;
}
