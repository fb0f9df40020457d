/** What a command writes into a file that it was given with -o. */
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { messageOf } from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { commandFailure } from "./errors.ts";

interface Output {
  readonly file: string;
  readonly text: string;
  /** Who may read it. Default: as the system has it. */
  readonly mode?: number;
}

/** @throws output-not-writable */
export function writeOutput({ file, text, mode }: Output, { environment }: Pick<CommandCall, "environment">): void {
  try {
    writeFileSync(resolve(environment.folder, file), text, mode === undefined ? {} : { mode });
  } catch (error) {
    throw commandFailure("output-not-writable", { file, problem: messageOf(error) }, error);
  }
}
