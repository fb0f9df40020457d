/** Sources to definitions: templates are fetched, everything is checked, and what is right is made. */
import type { Definition } from "../definition/definition.ts";
import { readDefinition } from "../definition/read-definition.ts";
import { readParams } from "../definition/read-params.ts";
import type { Problem, Report } from "../diagnosis/problem.ts";
import { check } from "../format/check.ts";
import { jobTemplate } from "../format/job-keys.ts";
import { stageTemplate } from "../format/stage-keys.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import type { Site } from "../format/walk.ts";
import { workflowWith } from "../format/workflow-keys.ts";
import { textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import type { TaskRegistry } from "../tasks/task-registry.ts";
import { checkArtifacts } from "./check-artifacts.ts";
import { checkDocker } from "./check-docker.ts";
import { checkSites, type Language } from "./check-expressions.ts";
import { checkJobs } from "./check-jobs.ts";
import { checkNeeds } from "./check-needs.ts";
import { checkParams } from "./check-params.ts";
import { ScriptChecks } from "./check-scripts.ts";
import { checkStageLists, type StagesContext } from "./check-stages.ts";
import { checkTasks } from "./check-tasks.ts";
import { checkGiven, checkTemplateUses, StageCount } from "./check-templates.ts";
import type { DefinitionSource } from "./definition-source.ts";
import type { TemplateFiles } from "./files.ts";
import { NameSpace } from "./known-names.ts";
import { countStages, listsOf, StageLists } from "./stage-lists.ts";
import { followedBy, type NamedWorkflow } from "./starts.ts";
import { type Template, TemplateLibrary, type UseSite } from "./template-library.ts";
import { usesOfStages, usesOfWorkflow } from "./use-sites.ts";

export interface MakeContext {
  readonly stages: ReadonlyMap<string, StageShape>;
  /** Kinds of triggers that plugins bring. */
  readonly triggers: readonly TriggerShape[];
  readonly language: Language;
  readonly shell: string | undefined;
  readonly templates: TemplateFiles | undefined;
  /** The program that looks at Python scripts; false for none. */
  readonly python: string | false;
  /** Undefined: tasks are not looked at. */
  readonly tasks: TaskRegistry | undefined;
  /** Undefined: it is not looked for. */
  readonly docker: string | undefined;
  readonly report: Report;
  readonly warn: Report;
  /** Told of workflows that they name. */
  readonly named: (found: NamedWorkflow) => void;
}

/** @returns those that have no problem, as long as no template has one either */
export async function makeDefinitions(
  sources: readonly DefinitionSource[],
  context: MakeContext,
): Promise<Definition[]> {
  const { stages, report, templates } = context;
  const shared = new Counted(report);
  const scripts = new ScriptChecks();
  const library = new TemplateLibrary(templates, shared.report);
  const usesIn = ({ node }: Template): UseSite[] => usesOfStages(node.entries.get("stages")?.value, stages);
  await library.load(
    sources.flatMap(({ node }) => usesOfWorkflow(node, stages)),
    usesIn,
  );
  const checking = { ...context, report: shared.report, scripts };
  for (const template of library.used.values()) checkTemplate(template, library, checking);
  const ends = checkTemplateUses({ library, usesIn, report: shared.report });
  const size = new StageCount(library, (template) => ({
    own: countStages([template.node.entries.get("stages")?.value], stages),
    uses: usesIn(template),
  }));
  const ofTemplates = [...library.used.values()].map(({ node }) => node.entries.get("stages")?.value);
  await checkTasks(ofTemplates, { ...context, report: shared.report });
  await checkDocker([...ofTemplates, ...sources.flatMap(({ node }) => listsOf(node))], { ...context, sources });
  const checked = sources.map((source) => {
    const counted = new Counted(report);
    checkDefinition(source, library, { ...context, report: counted.report, scripts });
    const { node } = source;
    const own = { node, own: countStages(listsOf(node), stages), uses: usesOfWorkflow(node, stages) };
    if (ends) size.check(own, counted.report);
    return { source, counted };
  });
  await scripts.end(context.python);
  for (const { source, counted } of checked)
    await checkTasks(listsOf(source.node), { ...context, report: counted.report });
  if (shared.count > 0) return [];
  const right = checked.filter(({ source, counted }) => counted.count === 0 && source.isNamed);
  const template = (from: string) => library.find(from)?.node;
  return right.map(({ source: { name, node } }) =>
    readDefinition(name, node, { stages, triggers: context.triggers, template }),
  );
}

interface Checking extends MakeContext {
  readonly scripts: ScriptChecks;
}

class Counted {
  count = 0;
  readonly report: Report;

  constructor(report: Report) {
    this.report = (found: Problem) => {
      this.count++;
      report(found);
    };
  }
}

function checkDefinition({ name, node }: DefinitionSource, library: TemplateLibrary, context: Checking): void {
  const { report, stages } = context;
  const sites: Site[] = [];
  check(workflowWith(context.triggers), node, {
    where: `workflow "${name}"`,
    stages,
    report,
    site: (site) => sites.push(site),
  });
  const jobs = node.entries.get("jobs")?.value;
  checkParams(node.entries.get("params")?.value, report);
  for (const found of followedBy(node.entries.get("on")?.value)) context.named(found);
  for (const checkOf of [checkNeeds, checkJobs, checkArtifacts]) checkOf(jobs, report);
  const run = runDefaults(node);
  const shell = scalarAt(run, "shell");
  const own = { shell: shell === undefined ? context.shell : textOf(shell), prelude: scalarAt(run, "prelude") };
  checkStageLists(listsOf(node), { ...context, ...own, params: readParams(node.entries.get("params")?.value) });
  checkUses(jobs?.kind === "map" ? [...jobs.entries.values()].map(({ value }) => value) : [], library, report);
  for (const list of listsOf(node)) checkUsesBelow(list, library, context);
  checkScriptsOfTemplates(usesOfWorkflow(node, stages), library, { ...context, ...own });
  checkSites(sites, new NameSpace({ root: node, kind: "workflow", stages }), context);
}

function checkTemplate(template: Template, library: TemplateLibrary, context: Checking): void {
  const { report, stages } = context;
  const sites: Site[] = [];
  const isJob = template.folder === "jobs";
  const options = { where: `template "${template.from}"`, stages, report, site: (site: Site) => sites.push(site) };
  check(isJob ? jobTemplate : stageTemplate, template.node, options);
  checkParams(template.node.entries.get("params")?.value, report);
  const list = template.node.entries.get("stages")?.value;
  // The language of its scripts may come from the workflows that use it, and is looked at there.
  const params = readParams(template.node.entries.get("params")?.value);
  checkStageLists([list], { ...context, shell: "unknown", prelude: undefined, params });
  checkUsesBelow(list, library, context);
  checkSites(sites, new NameSpace({ root: template.node, kind: isJob ? "job" : "stages", stages }), context);
}

/** Scripts of templates, which get their language and their prelude from the workflow where they have none. */
function checkScriptsOfTemplates(
  sites: readonly UseSite[],
  library: TemplateLibrary,
  context: Checking & Pick<StagesContext, "shell" | "prelude">,
): void {
  const waiting = [...sites];
  const seen = new Set<Template>();
  for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
    const template = library.find(textOf(site.node));
    if (template === undefined || seen.has(template)) continue;
    seen.add(template);
    const list = template.node.entries.get("stages")?.value;
    checkStageLists([list], { ...context, params: readParams(template.node.entries.get("params")?.value) });
    waiting.push(...usesOfStages(list, context.stages));
  }
}

function checkUsesBelow(list: SourceNode | undefined, library: TemplateLibrary, context: MakeContext): void {
  new StageLists(context.stages, ({ items }) => checkUses(items, library, context.report)).walk(list);
}

function checkUses(holders: readonly SourceNode[], library: TemplateLibrary, report: Report): void {
  for (const holder of holders) {
    const uses = holder.kind === "map" ? holder.entries.get("uses")?.value : undefined;
    const template = uses?.kind === "scalar" ? library.find(textOf(uses)) : undefined;
    if (holder.kind === "map" && template !== undefined) checkGiven(holder, template, report);
  }
}

/** `defaults: { run: … }`. */
function runDefaults(workflowNode: MapNode): SourceNode | undefined {
  let node: SourceNode | undefined = workflowNode;
  for (const key of ["defaults", "run"]) node = node?.kind === "map" ? node.entries.get(key)?.value : undefined;
  return node;
}

function scalarAt(node: SourceNode | undefined, key: string): ScalarNode | undefined {
  const found = node?.kind === "map" ? node.entries.get(key)?.value : undefined;
  return found?.kind === "scalar" && found.value !== null ? found : undefined;
}
