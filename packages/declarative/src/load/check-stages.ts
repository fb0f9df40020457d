/** What stages must be to one another, and to their workflow: ids, languages, variables of other systems. */

import type { ParamDefinition } from "../definition/param.ts";
import { stageIds } from "../definition/stage-id.ts";
import { problem, type Report } from "../diagnosis/problem.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { Shell } from "../scripts/bound-script.ts";
import { lineOf, locationOf, partOf, textOf } from "../source/locate.ts";
import type { ListNode, MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import type { ScriptChecks } from "./check-scripts.ts";
import { StageLists, stageOf } from "./stage-lists.ts";
import { type NamedWorkflow, startedBy } from "./starts.ts";

export interface StagesContext {
  /** By type key. */
  readonly stages: ReadonlyMap<string, StageShape>;
  /** Of stages that name none; undefined where nothing else does; "unknown" where a template's user says it. */
  readonly shell: string | undefined;
  /** Put before each script of `run`. */
  readonly prelude: ScalarNode | undefined;
  /** What `params` are in them. */
  readonly params: readonly ParamDefinition[];
  readonly scripts: ScriptChecks;
  readonly report: Report;
  readonly warn: Report;
  /** Told of workflows that they name. */
  readonly named: (found: NamedWorkflow) => void;
}

export function checkStageLists(lists: readonly (SourceNode | undefined)[], context: StagesContext): void {
  const visitor = new StageLists(context.stages, (list) => {
    checkIds(list, context);
    for (const item of list.items) {
      checkScript(item, context);
      for (const found of startedBy(item, context.stages)) context.named(found);
    }
  });
  for (const list of lists) visitor.walk(list);
}

function checkIds(list: ListNode, { stages, report }: StagesContext): void {
  const seen = new Map<string, SourceNode>();
  const ids = stageIds(list.items, stages);
  for (const [index, node] of list.items.entries()) {
    const id = ids[index];
    if (id === undefined || node.kind !== "map") continue;
    const first = seen.get(id);
    const named = node.entries.get("id") ?? node.entries.get("name");
    if (first === undefined) seen.set(id, node);
    else report(problem("duplicate-id", { id, first: placeText(first) }, locationOf(named?.value ?? node)));
  }
}

function placeText(node: SourceNode): string {
  const line = lineOf(node);
  return line === "" ? "before it" : `in ${line}`;
}

function checkScript(item: SourceNode, context: StagesContext): void {
  const { stages, shell, report, warn } = context;
  const stage = stageOf(item, stages);
  if (stage === undefined) return;
  const { node, type } = stage;
  const script = node.entries.get(type.key)?.value;
  if (type.value.shape.kind !== "script" || script?.kind !== "scalar") return;
  const where = labelOf(node, type);
  if (type.key === "run" && shell === undefined && !node.entries.has("shell")) {
    const key = node.entries.get(type.key)?.key ?? node;
    report(problem("no-shell", { where }, locationOf(key)));
  }
  const unsafe = node.entries.get("unsafe-interpolation")?.value;
  if (unsafe?.kind === "scalar" && unsafe.value === true)
    warn(problem("unsafe-interpolation", { where }, locationOf(unsafe)));
  else if (typeof script.value === "string") checkBinding({ node, type, script, where }, context);
  if (type.value.shape.language === "bash") checkVariables(script, node, report);
}

interface Scripted {
  readonly node: MapNode;
  readonly type: StageShape;
  readonly script: ScalarNode;
  readonly where: string;
}

function checkBinding({ node, type, script, where }: Scripted, context: StagesContext): void {
  const { prelude, params, report, warn } = context;
  const own = node.entries.get("shell")?.value;
  const written = own?.kind === "scalar" ? textOf(own) : context.shell;
  const shell = type.key === "bash" ? "bash" : type.key === "run" ? shells.find((one) => one === written) : undefined;
  if (shell !== undefined) context.scripts.check({ node: script, shell, where, prelude, params, report, warn });
}

const shells: readonly Shell[] = ["js", "ts", "python"];

function labelOf(node: MapNode, type: StageShape): string {
  const name = (node.entries.get("id") ?? node.entries.get("name"))?.value;
  return name?.kind === "scalar" ? `stage "${textOf(name).slice(0, 60)}"` : `this stage (${type.key})`;
}

/** Files through which scripts of GitHub Actions speak to their runner. */
const foreign: Readonly<Record<string, string>> = {
  GITHUB_OUTPUT: 'write "$STEPWELL_OUTPUT"',
  GITHUB_ENV: 'write an output to "$STEPWELL_OUTPUT", and read it in env of the next stage',
  GITHUB_PATH: "set PATH in env",
  GITHUB_STEP_SUMMARY: 'write an output to "$STEPWELL_OUTPUT"',
  GITHUB_STATE: 'write an output to "$STEPWELL_OUTPUT"',
};

function checkVariables(script: ScalarNode, stage: MapNode, report: Report): void {
  const text = textOf(script);
  if (!text.includes("GITHUB_")) return;
  const env = stage.entries.get("env")?.value;
  for (const found of text.matchAll(/\$\{?(GITHUB_[A-Z_]+)/g)) {
    const name = found[1] ?? "";
    const cure = Object.hasOwn(foreign, name) ? foreign[name] : undefined;
    if (cure === undefined || (env?.kind === "map" && env.entries.has(name))) continue;
    report(problem("foreign-variable", { name, cure }, partOf(script, found.index, found[0].length)));
  }
}
