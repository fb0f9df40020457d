/** What resume takes, checked; and what the journal says of a pinned run that another build may go on with. */

import type { UnpinnedValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import type { Internals } from "./internals.ts";

/** How a run is resumed. */
export interface ResumeOptions {
  /**
   * Of a run that is pinned to a build (`versioning: "pinned"`): `any` lets whichever takes it next go on. Code that
   * differs from the journal blocks it then, as it does other runs.
   */
  readonly build?: "any";
  /** Who decides so; kept in the journal beside it. */
  readonly by?: string;
}

/** @returns what is to be kept of it where a run is let go; undefined where it is not @throws invalid-option */
export function checkResume(options: ResumeOptions): { readonly by?: string } | undefined {
  const refuse = (option: string, problem: string): never => {
    throw failure("invalid-option", { where: "resume", option, problem });
  };
  const { build, by } = readOptions(options, ["build", "by"], { where: "resume" });
  if (build !== undefined && build !== "any") refuse("build", 'must be "any"');
  if (by !== undefined && (typeof by !== "string" || by === "")) refuse("by", "must be a text that is not empty");
  if (build === undefined) return undefined;
  return by === undefined ? {} : { by };
}

export function unpinnedValue({ encode }: Pick<Internals, "encode">, value: UnpinnedValue): string {
  return encode(value, "who may go on with the run");
}
