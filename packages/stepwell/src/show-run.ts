/** What `show` prints: state, why, tree, times, output or error, and the next command. */
import { fileURLToPath } from "node:url";
import {
  formatMs,
  isFinished,
  nodeHost,
  type RunDetails,
  type RunHandle,
  RunTree,
  type RunTreeRow,
} from "@stepwell/core";
import type { CommandCall } from "./command-spec.ts";
import { endBlock } from "./follow/end-report.ts";
import { treeLines } from "./follow/tree-lines.ts";
import { HeldSteps, nextCommands } from "./next-commands.ts";
import { openToLook } from "./open-engine.ts";
import { plainJson } from "./plain-json.ts";
import { runJson } from "./run-json.ts";
import { findRun } from "./run-reference.ts";
import { tookOf } from "./run-table.ts";
import { childrenJson, childrenOf, printChildren } from "./show-children.ts";
import { shownInput } from "./shown-input.ts";
import { shownWhy } from "./shown-why.ts";
import { shownPath } from "./source-place.ts";
import { storeFlag } from "./store-flag.ts";
import { fold } from "./terminal/fold.ts";
import { signOf, toneOf } from "./terminal/glyphs.ts";
import { plainText } from "./terminal/sanitise.ts";
import type { Screen } from "./terminal/screen.ts";
import { lineWidth, pad, span } from "./terminal/spans.ts";

/** @returns the exit code: 0, whatever became of the run */
export async function showRun(call: CommandCall): Promise<number> {
  const { given, output, store, environment } = call;
  const engine = await openToLook(call);
  try {
    const { id } = await findRun(engine, given.args[0] ?? "", store);
    const handle = engine.handle(id);
    const now = nodeHost().now();
    const details = await handle.status();
    const { rows, recorded, held } = await treeOf(handle, details, now);
    const children = await childrenOf(engine, id);
    if (output.json) {
      const tree = rows.map((row) => plainJson(row));
      output.result.stream.write(
        `${JSON.stringify({ ...runJson(details), tree, children: childrenJson(children) })}\n`,
      );
      return 0;
    }
    const screen = output.result;
    printHead(details, screen, { now, folder: environment.folder });
    const times = { show: "offset", startedAt: (details.startedAt ?? details.createdAt).getTime() } as const;
    const lines = treeLines(rows, { appearance: screen.appearance, columns: screen.columns(), now, times });
    if (lines.length > 0) screen.line([]);
    for (const line of lines) screen.line(line);
    printChildren(children, screen, now);
    if (given.flag("input")) printValue("input", shownInput(details.input), screen);
    if (details.status === "completed") {
      printValue("output", details.output, screen);
    } else if (isFinished(details.status) || details.status === "blocked") {
      screen.line([]);
      endBlock(details, { screen, folder: environment.folder, where: storeFlag(call), now, recorded });
    } else {
      screen.line([]);
      for (const command of await nextCommands(engine, { details, held, where: storeFlag(call) })) {
        screen.sentence(command.text, "strong");
        if (command.note !== "") screen.sentence(command.note, "idle");
      }
    }
    return 0;
  } finally {
    await engine.close();
  }
}

async function treeOf(
  handle: RunHandle,
  details: RunDetails,
  now: number,
): Promise<{ rows: RunTreeRow[]; recorded: RunTree; held: readonly string[] }> {
  const tree = new RunTree();
  const held = new HeldSteps();
  for (let after = 0; ; ) {
    const page = await handle.journal({ after });
    for (const entry of page) {
      tree.add(entry, { live: false });
      held.add(entry);
    }
    const last = page.at(-1);
    if (last === undefined) break;
    after = last.seq;
  }
  tree.observe(await handle.activity(), now);
  return { rows: tree.rows({ now, status: details.status, why: "" }), recorded: tree, held: held.ops() };
}

/** Below so many columns there is no room for what only looks well. */
const narrow = 60;

function printHead(details: RunDetails, screen: Screen, { now, folder }: { now: number; folder: string }): void {
  const { id, workflow, status, title, tags, why, createdAt, generation, module, parent, forkedFrom } = details;
  const name = title === undefined ? workflow : `${workflow}: ${title}`;
  const [heading, shownId] = [span(plainText(name), "strong"), span(`  ${plainText(id)}`)];
  const isNarrow = lineWidth([heading, shownId]) > screen.columns();
  for (const line of isNarrow ? [[heading], [shownId]] : [[heading, shownId]]) screen.line(line);
  const took = tookOf(details, now);
  const facts = [status.replace("_", " "), took].filter((fact) => fact !== "").join("  ");
  screen.line([span("  "), signOf(status, screen.appearance), span(` ${facts}`, toneOf(status))]);
  if (why !== undefined && why !== "" && !isFinished(status) && status !== "blocked")
    screen.sentence(`    ${plainText(shownWhy({ status, why }))}`);
  const rows: readonly (readonly [string, string])[] = [
    ["started", `${createdAt.toISOString()} (${formatMs(now - createdAt.getTime())} ago)`],
    ["generation", generation === 1 ? "" : String(generation)],
    ["parent", parent ?? ""],
    ["fork of", forkedFrom === undefined ? "" : `${forkedFrom.id}, at ${forkedFrom.at}`],
    ["tags", tags.join(", ")],
    ["code", module.startsWith("file:") ? shownPath(fileURLToPath(module), folder) : module],
  ];
  for (const [label, text] of rows) if (text !== "") printFact(label, plainText(text), screen);
}

/** What does not fit goes on below itself: of a fact that is cut nothing is left. */
function printFact(label: string, text: string, screen: Screen): void {
  const columns = screen.columns();
  const start = columns < narrow ? `  ${pad(label, 10)} ` : `    ${pad(label, 10)}  `;
  const lines = screen.stream.isTerminal ? fold(text, columns - start.length) : [text];
  for (const [at, line] of lines.entries())
    screen.line([span(at === 0 ? start : " ".repeat(start.length), "idle"), span(line)]);
}

function printValue(label: string, value: unknown, screen: Screen): void {
  const plain = plainJson(value);
  if (plain === undefined) return;
  screen.line([]);
  screen.line([span(label, "strong")]);
  for (const line of JSON.stringify(plain, undefined, 2).split("\n")) screen.stream.write(`  ${plainText(line)}\n`);
}
