/** From words to an exit code: finds the command, gives it what it needs, and reports what goes wrong. */
import type { CommandSpec } from "./command-spec.ts";
import { commandNames, commandTable } from "./command-table.ts";
import type { Environment } from "./environment.ts";
import { type Output, outputOf } from "./output.ts";
import type { ColourWish } from "./terminal/appearance.ts";

export async function runCli(environment: Environment): Promise<number> {
  const words = readWords(environment.args);
  const output = outputOf(environment, words);
  try {
    return await dispatch(environment, words, output);
  } catch (error) {
    const { reportError } = await import("./report-error.ts");
    return reportError(error, { environment, output });
  }
}

interface Words {
  readonly verb: string | undefined;
  /** All flags and arguments but the verb. */
  readonly rest: readonly string[];
  readonly help: boolean;
  readonly version: boolean;
  readonly colour: ColourWish;
  readonly json: boolean;
  readonly quiet: boolean;
}

/** Flags before the verb that take the next word with them. */
const takesNext: ReadonlySet<string> = new Set(["--store", "--config", "--namespace"]);

/** What has to be known before a command can be asked: even a wrong command is answered in JSON if that was wished. */
function readWords(given: readonly string[]): Words {
  const { colour, args } = takeColour(given);
  let at = 0;
  while (at < args.length && args[at]?.startsWith("-")) at += takesNext.has(args[at] ?? "") ? 2 : 1;
  const ends = args.indexOf("--");
  const flags = ends < 0 ? args : args.slice(0, ends);
  const asksHelp = args[at] === "help";
  const verb = asksHelp ? args[at + 1] : args[at];
  return {
    verb,
    rest: [...args.slice(0, at), ...args.slice(at + (asksHelp ? 2 : 1))],
    help: asksHelp || flags.includes("--help") || flags.includes("-h"),
    version: verb === undefined && (flags.includes("--version") || flags.includes("-V")),
    colour,
    json: flags.includes("--json"),
    quiet: flags.includes("--quiet") || flags.includes("-q"),
  };
}

const colourWishes: readonly string[] = ["always", "never", "auto"] satisfies ColourWish[];

/** Taken out here: its value may be left out, and then the next word is not its. */
function takeColour(given: readonly string[]): { colour: ColourWish; args: readonly string[] } {
  const args = [...given];
  const at = args.findIndex((word) => /^--(?:color(?:=.*)?|no-color)$/.test(word));
  if (at < 0) return { colour: "auto", args };
  const [word = ""] = args.splice(at, 1);
  if (word === "--no-color") return { colour: "never", args };
  const next = args[at] ?? "";
  const wish = word.includes("=")
    ? word.slice("--color=".length)
    : colourWishes.includes(next)
      ? args.splice(at, 1)[0]
      : "always";
  return { colour: wish === "never" || wish === "auto" ? wish : "always", args };
}

async function dispatch(environment: Environment, words: Words, output: Output): Promise<number> {
  if (words.version) return await printVersion(environment);
  if (words.verb === undefined) {
    const { printOverview } = await import("./help.ts");
    await printOverview(output.result);
    return 0;
  }
  const spec = await commandOf(words.verb);
  if (words.help) {
    const { printCommandHelp } = await import("./help.ts");
    printCommandHelp(spec, output.result);
    return 0;
  }
  const { parseCommand } = await import("./parse-command.ts");
  const given = parseCommand(spec, words.rest);
  const call = { store: given.text("store"), namespace: given.text("namespace") };
  const settings = await environment.settings.load({ folder: environment.folder, file: given.text("config"), call });
  return await spec.execute({ environment, output, given, settings, store: settings.get("store") });
}

async function commandOf(verb: string): Promise<CommandSpec> {
  const entry = commandTable.find(({ name }) => name === verb);
  if (entry !== undefined) return await entry.load();
  const [{ commandFailure }, { nearestName }] = await Promise.all([
    import("./errors.ts"),
    import("@stepwell/core/text"),
  ]);
  throw commandFailure("unknown-command", { word: verb, nearest: nearestName(verb, commandNames) });
}

async function printVersion(environment: Environment): Promise<number> {
  const { default: manifest } = await import("../package.json", { with: { type: "json" } });
  environment.stdout.write(`${manifest.version}\n`);
  return 0;
}
