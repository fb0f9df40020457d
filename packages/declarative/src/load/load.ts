/** Loads definitions: reads, checks all there is to check, and gives what can be run, or everything that is wrong. */
import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Definition } from "../definition/definition.ts";
import { DefinitionInvalid } from "../diagnosis/definition-invalid.ts";
import type { Place } from "../diagnosis/place.ts";
import { type Problem, problem } from "../diagnosis/problem.ts";
import { inOrder } from "../diagnosis/render.ts";
import { builtInFunctions } from "../expressions/functions/index.ts";
import { builtInFilters } from "../filters/index.ts";
import type { StageShape } from "../format/stage-shape.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import { readData } from "../source/data.ts";
import { locationOf } from "../source/locate.ts";
import type { SourceNode } from "../source/node.ts";
import { readSource, type SourceInput } from "../source/read.ts";
import { builtInStages } from "../stages/table.ts";
import type { TaskRegistry } from "../tasks/task-registry.ts";
import type { Language } from "./check-expressions.ts";
import { type DefinitionSource, definitionsIn } from "./definition-source.ts";
import { definitionFiles, formatOf, readText, type TemplateFiles, templateFolder, templateRootOf } from "./files.ts";
import { makeDefinitions } from "./make-definitions.ts";
import type { NamedWorkflow, WorkflowNames } from "./starts.ts";

export interface LoadOptions {
  /** Types of stages that are known. Default: those of the package. */
  readonly stages?: readonly StageShape[];
  /** Kinds of triggers besides those of the package. Default: none. */
  readonly triggers?: readonly TriggerShape[];
  /** Functions and filters of expressions. Default: those of the package. */
  readonly language?: Language;
  /** The language of `run` where neither stage nor workflow say one: the setting `run.shell`. */
  readonly shell?: string;
  /** The program that looks at Python scripts; where there is none, a warning says so. False: they are not looked at. */
  readonly python?: string | false;
  /** Tasks that stages may use. Left out: tasks are not looked at. */
  readonly tasks?: TaskRegistry;
  /** The Docker Engine, as DOCKER_HOST has it: where it is not there, a warning says so. Left out: it is not looked for. */
  readonly docker?: string;
  /** Where `uses: jobs/…` and `uses: stages/…` lead. Default: the folders beside the file; for texts and data, nowhere. */
  readonly templates?: TemplateFiles;
  /** How a file is named in messages, and in what is made of it. Default: by its path. */
  readonly nameOf?: (path: string) => string;
}

/** What has come of loading. `definitions` are those without a problem. */
export interface Loaded extends WorkflowNames {
  /** What was loaded, for messages. */
  readonly source: string;
  readonly definitions: readonly Definition[];
  /** In the order of the source. */
  readonly problems: readonly Problem[];
  /** What can be run, and should be looked at. */
  readonly warnings: readonly Problem[];
}

/** Definitions of a text. */
export async function loadText(input: SourceInput, options: LoadOptions = {}): Promise<Loaded> {
  const load = new Load(input.file, options);
  load.read(input);
  return load.end(options.templates);
}

/** A definition, or several by name, as objects: what a file would hold. */
export async function loadData(data: unknown, options: LoadOptions = {}): Promise<Loaded> {
  const load = new Load("the definition", options);
  const tree = readData(data, load.report);
  if (tree !== undefined) load.take(tree);
  return load.end(options.templates);
}

/** Definitions of a file, or of all files below a folder; templates stand in jobs/ and stages/ beside its workflows/. */
export async function loadPath(path: string, options: LoadOptions = {}): Promise<Loaded> {
  const { nameOf = (file: string) => file } = options;
  const load = new Load(nameOf(path), options);
  const isFolder = await stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
  const files = isFolder ? await definitionFiles(path) : [path];
  for (const file of files) {
    const read = await readText(file);
    if ("problem" in read) load.report(problem("source-unreadable", { file: nameOf(file), problem: read.problem }));
    else load.read({ file: nameOf(file), text: read.text, format: formatOf(file) ?? "yaml" }, dirname(resolve(file)));
  }
  const root = isFolder ? path : templateRootOf(path);
  return load.end(options.templates ?? templateFolder(root, nameOf));
}

/** The definitions, if nothing is wrong. @throws definition-invalid with everything that is */
export function definitionsOf({ source, definitions, problems }: Loaded): readonly Definition[] {
  if (problems.length > 0) throw new DefinitionInvalid(source, problems);
  return definitions;
}

/** Nobody reads more; and a file of a megabyte may have a quarter of a million. */
const mostProblems = 1_000;

/** One load: what it has found so far. */
class Load {
  readonly #source: string;
  readonly #options: LoadOptions;
  readonly #problems: Problem[] = [];
  readonly #warnings: Problem[] = [];
  /** What stands at an anchor, or in a template, is met as often as it is used. */
  readonly #seen = new Set<string>();
  readonly #found: DefinitionSource[] = [];
  /** Names of those whose text is not as it was meant: something else is read in its place. */
  readonly #broken = new Set<string>();
  /** By the name of a definition that came from a file. */
  readonly #folders = new Map<string, string>();

  constructor(source: string, options: LoadOptions) {
    this.#source = source;
    this.#options = options;
  }

  readonly report = (found: Problem): void => {
    if (this.#problems.length >= mostProblems) return;
    const { code, message, place, path } = found;
    const key = JSON.stringify([code, message, place, path]);
    if (!this.#seen.has(key)) this.#problems.push(found);
    this.#seen.add(key);
  };

  /** @param folder of the file, absolute */
  read(input: SourceInput, folder?: string): void {
    const faults: Problem[] = [];
    const tree = readSource(input, (found) => {
      faults.push(found);
      this.report(found);
    });
    if (tree !== undefined) this.take(tree, { folder, faults });
  }

  take(tree: SourceNode, { folder, faults = [] }: { folder?: string | undefined; faults?: Problem[] } = {}): void {
    for (const one of definitionsIn(tree, this.report)) {
      if (faults.some(({ place }) => isIn(one, place))) this.#broken.add(one.name);
      const first = this.#found.find(({ name }) => name === one.name);
      if (first === undefined) {
        this.#found.push(one);
        if (folder !== undefined) this.#folders.set(one.name, folder);
      } else {
        const place = first.nameNode.source?.placeAt(first.nameNode.start);
        const facts = { name: one.name, first: place === undefined ? "the same data" : `${place.file}:${place.line}` };
        this.report(problem("definition-twice", facts, locationOf(one.nameNode)));
      }
    }
  }

  async end(templates: TemplateFiles | undefined): Promise<Loaded> {
    /** What stands in a template is met as often as it is used. */
    const named = new Map<string, NamedWorkflow>();
    const { stages = builtInStages, triggers = [], language, shell, python = "python3", tasks, docker } = this.#options;
    const definitions = await makeDefinitions(this.#found, {
      stages: new Map(stages.map((one) => [one.key, one])),
      triggers,
      language: language ?? { functions: builtInFunctions, filters: builtInFilters },
      shell,
      python,
      tasks,
      docker,
      templates,
      report: this.report,
      warn: (found) => this.#warnings.push(found),
      named: (found) => named.set(JSON.stringify(found), found),
    });
    return {
      source: this.#source,
      definitions: definitions.filter(({ name }) => !this.#broken.has(name)).map((one) => this.#placed(one)),
      problems: inOrder(this.#problems),
      warnings: inOrder(this.#warnings),
      names: this.#found.map(({ name }) => name),
      named: [...named.values()],
    };
  }

  #placed(definition: Definition): Definition {
    const folder = this.#folders.get(definition.name);
    return folder === undefined ? definition : { ...definition, folder };
  }
}

function isIn({ node, nameNode }: DefinitionSource, place: Place | undefined): boolean {
  const { source } = node;
  if (source === undefined || place === undefined) return true;
  const from = Math.min(source.placeAt(node.start).line, source.placeAt(nameNode.start).line);
  return place.line >= from && place.line <= source.placeAt(node.end).line;
}
