/** What a command says of itself, and what it is given. */
import type { Settings } from "@stepwell/declarative/config";
import type { Environment } from "./environment.ts";
import type { Output } from "./output.ts";

export interface CommandSpec {
  readonly name: string;
  /** One line, for the overview. */
  readonly summary: string;
  /** As commander reads them: `<file>`, `[run...]`. */
  readonly arguments: readonly { readonly form: string; readonly text: string }[];
  readonly options: readonly OptionSpec[];
  /** What help begins with. */
  readonly examples: readonly (readonly [command: string, text: string])[];
  /** What to do instead, for who gives more words than it takes. Default: a word on quotes. */
  readonly excess?: string;
  /** Sentences that are not about one flag. */
  readonly notes?: readonly string[];
  /** @returns the exit code */
  execute(call: CommandCall): Promise<number>;
}

export interface OptionSpec {
  /** As commander reads them: `-p, --param <key=value>`. */
  readonly flags: string;
  readonly text: string;
  /** May be given several times. */
  readonly many?: true;
}

/** Flags that every command has. */
export const globalOptions: readonly OptionSpec[] = [
  {
    flags: "--store <url>",
    text: "where runs are kept: file:<path> or memory: (STEPWELL_STORE; file:.stepwell/stepwell.db)",
  },
  { flags: "--namespace <name>", text: "whose runs, secrets and variables (STEPWELL_NAMESPACE; default)" },
  { flags: "--config <file>", text: "settings file (STEPWELL_CONFIG; stepwell.yml or stepwell.json)" },
  { flags: "--json", text: "answer in JSON" },
  { flags: "-q, --quiet", text: "print the result and errors, and nothing else" },
  { flags: "--color [when]", text: "always (if nothing is said), never or auto" },
  { flags: "-h, --help", text: "show this" },
];

export interface CommandCall {
  readonly environment: Environment;
  readonly output: Output;
  readonly given: Given;
  readonly settings: Settings;
  /** URL of the store, as the settings have it. */
  readonly store: string;
}

/** Arguments and flags as they were given. */
export class Given {
  readonly args: readonly string[];
  readonly #options: Readonly<Record<string, unknown>>;

  /** @param options by long name without dashes, in camel case */
  constructor(args: readonly string[], options: Readonly<Record<string, unknown>>) {
    this.args = args;
    this.#options = options;
  }

  text(name: string): string | undefined {
    const value = this.#options[name];
    return typeof value === "string" ? value : undefined;
  }

  texts(name: string): readonly string[] {
    const value = this.#options[name];
    return Array.isArray(value) ? value.map(String) : [];
  }

  flag(name: string): boolean {
    return this.#options[name] === true;
  }
}
