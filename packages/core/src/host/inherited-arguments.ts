/** What a child process takes over of Node's own arguments: how modules load, but not what only one process can do. */

/** Arguments that take the next one as their value, unless it is given with "=". */
const withValue: ReadonlySet<string> = new Set(["-e", "--eval", "-p", "--print", "-pe"]);

/** The debugger's port is taken; the others say what the parent's program is. */
const own =
  /^(?:-i|-c|--inspect(?:-.*)?|--interactive|--check|--input-type|--watch(?:-.*)?|--test(?:-.*)?|--run)(?:=|$)/;

/** @param given the parent's process.execArgv */
export function inheritedArguments(given: readonly string[]): string[] {
  const kept: string[] = [];
  for (let i = 0; i < given.length; i++) {
    const argument = given[i] ?? "";
    if (withValue.has(argument)) i++;
    else if (!own.test(argument) && !/^--(?:eval|print)=/.test(argument)) kept.push(argument);
  }
  return kept;
}

/** The same for the variable NODE_OPTIONS; undefined when nothing is left of it. */
export function inheritedNodeOptions(given: string | undefined): string | undefined {
  const kept = (given ?? "").split(/\s+/).filter((word) => !/^--inspect(?:-[a-z-]+)?(?:=|$)/.test(word));
  const text = kept.join(" ").trim();
  return text === "" ? undefined : text;
}
