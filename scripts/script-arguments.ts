/** What a script was given. What it does not know ends it: a check of nothing would look like a success. */
import { type ParseArgsConfig, parseArgs } from "node:util";

/** `--help` ends the script, too. @param usage one line per way to call it, and what it does */
export function scriptArguments<const T extends ParseArgsConfig>(
  usage: string,
  config: T,
): ReturnType<typeof parseArgs<T>> {
  if (process.argv.slice(2).some((word) => word === "--help" || word === "-h")) {
    process.stdout.write(`${usage}\n`);
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    return refuse(`${(error as Error).message}\n${usage}`);
  }
}

export function refuse(text: string): never {
  process.stderr.write(`${text}\n`);
  process.exit(2);
}
