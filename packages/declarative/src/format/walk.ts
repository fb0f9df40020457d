/** Where the validator is: the path from the definition, and what people call the place. */
import type { Location, Problem, Report } from "../diagnosis/problem.ts";
import { locationOf } from "../source/locate.ts";
import type { MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import type { RecordSource } from "./shape.ts";

export type Path = readonly (string | number)[];

/** A text that is evaluated one day. */
export interface Site {
  readonly node: ScalarNode;
  readonly kind: "template" | "expression" | "script";
  /** Keys and indices from the definition: `["jobs", "build", "stages", 0, "bash"]`. */
  readonly path: Path;
}

/** Of one definition. */
const mostProblems = 1_000;

export class Walk {
  readonly #report: Report;
  readonly #site: (site: Site) => void;
  #reported = 0;
  readonly #path: (string | number)[] = [];
  /** `job "build"`: the innermost is the last. */
  readonly #where: string[] = [];

  constructor(report: Report, site: (site: Site) => void) {
    this.#report = report;
    this.#site = site;
  }

  report(problem: Problem): void {
    this.#reported++;
    this.#report(problem);
  }

  /** More problems than anybody reads: to look for the words that were meant would take longer than they are worth. */
  get isFull(): boolean {
    return this.#reported > mostProblems;
  }

  site(node: ScalarNode, kind: Site["kind"]): void {
    this.#site({ node, kind, path: [...this.#path] });
  }

  at(key: string | number, body: () => void): void {
    this.#path.push(key);
    body();
    this.#path.pop();
  }

  /** @param where `job "build"` */
  within(where: string, body: () => void): void {
    this.#where.push(where);
    body();
    this.#where.pop();
  }

  get where(): string {
    return this.#where.at(-1) ?? "the definition";
  }

  /** The innermost key: the index of a list says nothing. */
  get key(): string {
    return String(this.#path.findLast((key) => typeof key === "string") ?? "definition");
  }

  /** A record, for a check of its own while the walk is there. */
  source(map: MapNode): RecordSource {
    const at = (key: string): SourceNode | undefined => map.entries.get(key)?.value;
    return { map, where: this.where, at, locate: (node) => this.locate(node) };
  }

  locate(node: SourceNode): Location {
    return node.source === undefined ? { path: pathText(this.#path) } : locationOf(node);
  }
}

/** `jobs.build.stages[2].retry`. */
export function pathText(path: Path): string {
  return path.map((key, at) => (typeof key === "number" ? `[${key}]` : at === 0 ? key : `.${key}`)).join("");
}
