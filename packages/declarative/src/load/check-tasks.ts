/** Whether the tasks that stages use are there, and are given what they ask for. */
import { StepwellError } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { type Problem, problem, type Report } from "../diagnosis/problem.ts";
import type { DeclarativeErrorCode } from "../errors.ts";
import type { StageShape } from "../format/stage-shape.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import type { TaskRegistry, TaskSignature } from "../tasks/task-registry.ts";
import { StageLists } from "./stage-lists.ts";
import { readUse } from "./use-text.ts";

export interface TaskChecks {
  readonly stages: ReadonlyMap<string, StageShape>;
  /** Undefined: tasks are not looked at. */
  readonly tasks: TaskRegistry | undefined;
  readonly report: Report;
  readonly warn: Report;
}

interface Site {
  readonly stage: MapNode;
  readonly uses: ScalarNode;
}

export async function checkTasks(
  lists: readonly (SourceNode | undefined)[],
  { stages, tasks, report, warn }: TaskChecks,
): Promise<void> {
  if (tasks === undefined) return;
  for (const { stage, uses } of sitesIn(lists, stages)) {
    const found = await tasks.signature(textOf(uses)).catch((error: unknown) => problemOf(error, uses));
    if (!("code" in found)) checkArguments({ stage, uses }, found, report);
    // Where Python is not, its tasks cannot be looked at; the run may be elsewhere.
    else if (found.code === "program-missing") warn(found);
    else report(found);
  }
}

function sitesIn(lists: readonly (SourceNode | undefined)[], stages: ReadonlyMap<string, StageShape>): Site[] {
  const sites: Site[] = [];
  const visitor = new StageLists(stages, ({ items }) => {
    for (const stage of items) {
      const uses = stage.kind === "map" ? stage.entries.get("uses")?.value : undefined;
      if (stage.kind === "map" && uses?.kind === "scalar" && readUse(textOf(uses), "stages").kind === "task")
        sites.push({ stage, uses });
    }
  });
  for (const list of lists) visitor.walk(list);
  return sites;
}

function problemOf(error: unknown, uses: ScalarNode): Problem {
  if (!(error instanceof StepwellError)) throw error;
  return problem(error.code as DeclarativeErrorCode, error.facts as never, locationOf(uses));
}

function checkArguments({ stage, uses }: Site, { known, required, open }: TaskSignature, report: Report): void {
  const given = stage.entries.get("with")?.value;
  const names = given?.kind === "map" ? given.entries : new Map();
  const name = textOf(uses);
  const wrong = (text: string, node: SourceNode): void =>
    report(problem("task-arguments", { name, problems: [text] }, locationOf(node)));
  for (const [argument, { key }] of names) {
    if (open || known.includes(argument)) continue;
    const near = nearestName(argument, known);
    const meant = near === "" ? `it takes ${known.join(", ") || "none"}` : `did you mean "${near}"?`;
    wrong(`there is no argument "${argument}"; ${meant}`, key);
  }
  for (const argument of required) if (!names.has(argument)) wrong(`"${argument}" is missing`, uses);
}
