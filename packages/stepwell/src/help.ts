/** Help: examples first, then what there is. */
import { type CommandSpec, globalOptions } from "./command-spec.ts";
import { commandTable } from "./command-table.ts";
import { fold } from "./terminal/fold.ts";
import type { Screen } from "./terminal/screen.ts";
import { pad, type Span, span, widthOf } from "./terminal/spans.ts";

const overviewExamples: readonly (readonly [string, string])[] = [
  ["stepwell init", "write hello.ts and hello.yml, first workflows"],
  ["stepwell run hello.ts -p name=Ada", "run it; the result is on stdout"],
  ["stepwell resume @last", "go on after Ctrl-C or a crash"],
  ["stepwell runs --status failed --since 2h", "what went wrong lately"],
];

const groupTitles = { do: "Do", look: "Look", manage: "Manage" } as const;

export async function printOverview(screen: Screen): Promise<void> {
  const specs = await Promise.all(commandTable.map(async ({ group, load }) => ({ group, spec: await load() })));
  const page = new HelpPage(screen);
  page.sentence(
    "stepwell runs functions that survive crashes: what a step has given is recorded, and the step is not repeated.",
  );
  page.pairs("Examples", overviewExamples);
  for (const [group, title] of Object.entries(groupTitles)) {
    const found = specs
      .filter((entry) => entry.group === group)
      .map(({ spec }) => [usageOf(spec), spec.summary] as const);
    page.pairs(title, found);
  }
  page.sentence("<run> is an id, 4 or more characters of its beginning or end, or @last.");
  page.pairs("Flags of every command", [
    ...globalOptions.map(({ flags, text }) => [flags, text] as const),
    ["--version", "print the version"],
  ]);
}

export function printCommandHelp(spec: CommandSpec, screen: Screen): void {
  const page = new HelpPage(screen);
  page.pairs("Examples", spec.examples);
  page.pairs("Usage", [[`stepwell ${usageOf(spec)}`, spec.summary]]);
  page.pairs(
    "",
    spec.arguments.map(({ form, text }) => [form, text]),
  );
  page.pairs(
    "Flags",
    spec.options.map(({ flags, text, many }) => [flags, many ? `${text} (may be repeated)` : text]),
  );
  for (const note of spec.notes ?? []) page.sentence(note);
  page.pairs(
    "Flags of every command",
    globalOptions.map(({ flags, text }) => [flags, text]),
  );
}

function usageOf(spec: CommandSpec): string {
  return [spec.name, ...spec.arguments.map(({ form }) => form)].join(" ");
}

/** Sections with a blank line between them. */
class HelpPage {
  readonly #screen: Screen;
  #begun = false;

  constructor(screen: Screen) {
    this.#screen = screen;
  }

  sentence(text: string): void {
    this.#gap();
    for (const line of fold(text, this.#screen.columns())) this.#screen.line([span(line)]);
  }

  pairs(title: string, pairs: readonly (readonly [string, string])[]): void {
    if (pairs.length === 0) return;
    if (title !== "") {
      this.#gap();
      this.#screen.line([span(title, "strong")]);
    }
    const columns = this.#screen.columns();
    const left = Math.max(...pairs.map(([name]) => widthOf(name)));
    // Side by side where the right side keeps room to be read; else one below the other.
    const beside = columns - left - 4 >= 24;
    for (const [name, text] of pairs) {
      const lines = fold(text, beside ? columns - left - 4 : Math.max(8, columns - 6));
      if (!beside) this.#screen.line([span(`  ${name}`)]);
      for (const [at, line] of lines.entries()) {
        const before: Span = beside ? span(`  ${pad(at === 0 ? name : "", left)}  `) : span("      ");
        this.#screen.line([before, span(line, "idle")]);
      }
    }
  }

  #gap(): void {
    if (this.#begun) this.#screen.line([]);
    this.#begun = true;
  }
}
