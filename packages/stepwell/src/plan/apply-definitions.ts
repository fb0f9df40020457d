/** What `apply` does. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { formatNumber, nodeHost } from "@stepwell/core";
import {
  applyChanges,
  type Definition,
  type DeployChange,
  type DeployedView,
  Deployments,
  deployChanges,
  namedElsewhere,
  type Problem,
  renderProblems,
} from "@stepwell/declarative";
import { checkedFile, checkStarts } from "../code/definition-module.ts";
import { deployedNames } from "../code/definition-world.ts";
import { hashesOf, taskStates } from "../code/task-states.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { exitCodes } from "../exit-codes.ts";
import { openToLook, openToStart, storeExists } from "../open-engine.ts";
import { plainText } from "../terminal/sanitise.ts";
import type { Screen } from "../terminal/screen.ts";
import { span, type Tone } from "../terminal/spans.ts";
import { differenceLines, movedTaskLines } from "./difference-lines.ts";

/** @returns the exit code */
export async function applyDefinitions(call: CommandCall): Promise<number> {
  const { given } = call;
  const [prune, dry] = [given.flag("prune"), given.flag("dryRun")];
  const { definitions, warnings } = await wanted(call, prune);
  const changes = await changed(call, { definitions, prune, dry });
  const { output } = call;
  if (output.json) {
    output.result.stream.write(`${JSON.stringify({ v: 1, applied: !dry, items: changes.map(asJson), warnings })}\n`);
    return exitCodes.completed;
  }
  const { progress, quiet } = output;
  if (quiet) return exitCodes.completed;
  if (warnings.length > 0) progress.line([span("warnings", "strong")]);
  const lines = warnings.length === 0 ? [] : renderProblems(warnings).split("\n");
  for (const text of lines) progress.line([span(plainText(text))]);
  progress.line([span(summary(changes, dry), "strong")]);
  return exitCodes.completed;
}

interface Wanted {
  readonly definitions: readonly Definition[];
  readonly warnings: readonly Problem[];
}

/** @throws no-such-file, definition-invalid, wrong-use */
async function wanted(call: CommandCall, prune: boolean): Promise<Wanted> {
  const [path = ""] = call.given.args;
  const folder = resolve(call.environment.folder, path);
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) throw commandFailure("no-such-file", { file: path, nearest: "" });
  const refuse = (problem: string): Error => commandFailure("wrong-use", { command: "apply", problem });
  if (prune && !found.isDirectory()) throw refuse("--prune takes a folder: a file says nothing of what is not in it");
  const checked = await checkedFile(folder, call);
  const { definitions, warnings } = checked;
  if (definitions.length === 0) throw refuse(`there is no definition in ${path}`);
  // What is deployed and not here stays, unless it is to go.
  const elsewhere = namedElsewhere([checked.names]).length > 0;
  checkStarts(checked, prune || !elsewhere ? [] : await deployedNames(call));
  return { definitions, warnings };
}

interface Wishes {
  readonly definitions: readonly Definition[];
  readonly prune: boolean;
  readonly dry: boolean;
}

async function changed(call: CommandCall, { definitions, prune, dry }: Wishes): Promise<readonly DeployChange[]> {
  // A dry run makes no store.
  const isThere = storeExists(call);
  const states = await taskStates(definitions, call);
  const tasksOf = (definition: Definition) => hashesOf(definition, states);
  if (dry && !isThere) return shown(call, await deployChanges(definitions, nothingDeployed, { prune, tasksOf }));
  await using engine = dry ? await openToLook(call) : await openToStart(call);
  const deployments = new Deployments(engine.documents);
  const changes = shown(call, await deployChanges(definitions, deployments, { prune, tasksOf }));
  const now = new Date(nodeHost().now());
  if (dry) return changes;
  const done = await applyChanges(changes, deployments, { now, fileOf: ({ at }) => at, tasksOf });
  sayOtherVersions(call, { changes, done });
  return done;
}

/** Before anything is done: what is on the screen has been tried, even if doing it stops halfway. */
function shown(call: CommandCall, changes: readonly DeployChange[]): readonly DeployChange[] {
  const { result, json } = call.output;
  const same = changes.filter(({ action }) => action === "none");
  const listed = json ? [] : changes.filter((change) => change.action !== "none" || same.indexOf(change) < mostSame);
  for (const change of listed) printChange(change, result);
  if (!json && same.length > mostSame)
    result.line([span(`  ${formatNumber(same.length - mostSame)} more are as here`, "idle")]);
  return changes;
}

/** What was announced is not what it became. */
function sayOtherVersions(
  { output: { progress, json } }: CommandCall,
  { changes, done }: { readonly changes: readonly DeployChange[]; readonly done: readonly DeployChange[] },
): void {
  for (const [at, { name, version }] of done.entries())
    if (!json && changes[at]?.version !== version)
      progress.sentence(
        `${plainText(name)} has become version ${version}: somebody else deployed it just now`,
        "attention",
      );
}

/** Of those that stay as they are, more are counted. */
const mostSame = 20;

const signs = {
  create: ["+", "good", ""],
  update: ["~", "attention", ""],
  remove: ["-", "bad", " is removed"],
  none: [" ", "plain", ", as here"],
  keep: [" ", "idle", ", and not here: --prune removes it"],
} as const satisfies Readonly<Record<DeployChange["action"], readonly [string, Tone, string]>>;

function printChange(change: DeployChange, screen: Screen): void {
  const [sign, tone, said] = signs[change.action];
  const at = "definition" in change && change.definition.at !== "" ? `  ${plainText(change.definition.at)}` : "";
  screen.line([
    span(`${sign} `, tone),
    span(plainText(change.name), "strong"),
    span(`  version ${change.version}${said}`),
    span(at, "idle"),
  ]);
  if (change.action !== "update") return;
  for (const line of differenceLines(change.differences)) screen.line([span("    "), ...line]);
  for (const line of movedTaskLines(change.movedTasks)) screen.line([span("    "), ...line]);
}

function asJson(change: DeployChange): object {
  const { action, name, version } = change;
  if (!("definition" in change)) return { action, name, version };
  const { definition, differences, movedTasks } = change;
  return { action, name, version, at: definition.at, differences, movedTasks };
}

function summary(changes: readonly DeployChange[], dry: boolean): string {
  const count = (action: DeployChange["action"]): number => changes.filter((one) => one.action === action).length;
  const parts = (["create", "update", "remove", "none", "keep"] as const).flatMap((action) => {
    const found = count(action);
    return found === 0 ? [] : `${formatNumber(found)} ${counted[action]}`;
  });
  return `${parts.join(", ")}${dry ? "; nothing was changed (--dry-run)" : ""}`;
}

const counted = { create: "new", update: "changed", remove: "removed", none: "as before", keep: "kept" };

const nothingDeployed: DeployedView = {
  names: () => Promise.resolve([]),
  find: () => Promise.resolve(undefined),
  content: () => Promise.resolve(undefined),
};
