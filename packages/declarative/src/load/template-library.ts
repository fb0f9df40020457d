/**
 * The templates that a load needs, read once each with those that they use themselves. Reads before anything is checked:
 * what follows computes only.
 */
import { nearestName } from "@stepwell/core/text";
import { problem, type Report } from "../diagnosis/problem.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import { readSource } from "../source/read.ts";
import type { TemplateFiles } from "./files.ts";
import { readUse } from "./use-text.ts";

export interface Template {
  /** "jobs/common#lint". */
  readonly from: string;
  readonly folder: "jobs" | "stages";
  readonly key: ScalarNode;
  readonly node: MapNode;
}

/** A place where a template is asked for. */
export interface UseSite {
  readonly folder: "jobs" | "stages";
  readonly node: ScalarNode;
}

export class TemplateLibrary {
  readonly #files: TemplateFiles | undefined;
  readonly #report: Report;
  /** By path without ending; undefined for a file that is not there. */
  readonly #trees = new Map<string, SourceNode | undefined>();
  readonly #used = new Map<string, Template>();

  constructor(files: TemplateFiles | undefined, report: Report) {
    this.#files = files;
    this.#report = report;
  }

  /** Templates that are used, by `jobs/common#lint`. */
  get used(): ReadonlyMap<string, Template> {
    return this.#used;
  }

  find(from: string): Template | undefined {
    return this.#used.get(from);
  }

  /** @param usesIn what a template uses itself */
  async load(sites: readonly UseSite[], usesIn: (template: Template) => readonly UseSite[]): Promise<void> {
    const waiting = [...sites];
    for (let site = waiting.shift(); site !== undefined; site = waiting.shift()) {
      const found = await this.#load(site);
      if (found !== undefined) waiting.push(...usesIn(found));
    }
  }

  /** @returns the template when it is met for the first time */
  async #load({ folder, node }: UseSite): Promise<Template | undefined> {
    const from = textOf(node);
    const use = readUse(from, folder);
    if (use.kind === "task" || this.#used.has(from)) return undefined;
    if (use.kind === "wrong") {
      const { problem: found, cure } = use;
      this.#report(problem("wrong-uses", { text: from.slice(0, 100), problem: found, cure }, locationOf(node)));
      return undefined;
    }
    const tree = await this.#tree(use.file);
    if (tree === "broken") return undefined;
    const entry = tree?.kind === "map" ? tree.entries.get(use.name) : undefined;
    if (tree === undefined || entry === undefined || entry.value.kind !== "map") {
      this.#unknown(node, use, tree);
      return undefined;
    }
    const template = { from, folder, key: entry.key, node: entry.value };
    this.#used.set(from, template);
    return template;
  }

  async #tree(file: string): Promise<SourceNode | "broken" | undefined> {
    if (this.#trees.has(file)) return this.#trees.get(file) ?? (this.#missing.has(file) ? undefined : "broken");
    const input = await this.#files?.read(file);
    const tree = input === undefined ? undefined : readSource(input, this.#report);
    if (input === undefined) this.#missing.add(file);
    this.#trees.set(file, tree);
    return tree ?? (input === undefined ? undefined : "broken");
  }

  readonly #missing = new Set<string>();

  #unknown(node: ScalarNode, use: { file: string; name: string }, tree: SourceNode | undefined): void {
    const names = tree?.kind === "map" ? [...tree.entries.keys()] : [];
    const near = nearestName(use.name, names);
    const facts =
      tree === undefined
        ? { problem: `there is no ${use.file}.yml`, cure: "templates stand in jobs/ and stages/, beside workflows/" }
        : { problem: `${use.file} has no "${use.name}"`, cure: `it has ${names.join(", ")}` };
    const found = { from: textOf(node), nearest: near === "" ? "" : `${use.file}#${near}`, ...facts };
    this.#report(problem("unknown-template", found, locationOf(node)));
  }
}
