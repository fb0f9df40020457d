/** What templates must be to those that use them: no circles, an end to their size, and the params that they ask for. */

import { nearestName } from "@stepwell/core/text";
import { readParams } from "../definition/read-params.ts";
import { problem, type Report } from "../diagnosis/problem.ts";
import { locationOf, textOf } from "../source/locate.ts";
import type { MapNode } from "../source/node.ts";
import type { Template, TemplateLibrary, UseSite } from "./template-library.ts";

/** Stages of one definition with those of its templates: 100 jobs of 100 stages, twice. */
const mostStages = 20_000;

/** @returns false when the templates have no end, and nothing can be made of them */
export function checkTemplateUses(of: {
  readonly library: TemplateLibrary;
  readonly usesIn: (template: Template) => readonly UseSite[];
  readonly report: Report;
}): boolean {
  const { library, usesIn, report } = of;
  const done = new Set<string>();
  let sound = true;
  const visit = (template: Template, path: readonly string[]): void => {
    for (const { node } of usesIn(template)) {
      const next = library.find(textOf(node));
      if (next === undefined || done.has(next.from)) continue;
      const at = path.indexOf(next.from);
      if (at === -1) {
        visit(next, [...path, next.from]);
        continue;
      }
      sound = false;
      report(problem("template-circle", { circle: [...path.slice(at), next.from] }, locationOf(node)));
    }
    done.add(template.from);
  };
  for (const template of library.used.values()) if (!done.has(template.from)) visit(template, [template.from]);
  return sound;
}

/** Counts the stages as they will be executed; the templates have no circles. */
export class StageCount {
  readonly #library: TemplateLibrary;
  readonly #sizeOf: (template: Template) => { own: number; uses: readonly UseSite[] };
  readonly #sizes = new Map<string, number>();

  constructor(library: TemplateLibrary, sizeOf: (template: Template) => { own: number; uses: readonly UseSite[] }) {
    this.#library = library;
    this.#sizeOf = sizeOf;
  }

  /** Reports a definition that is too large. */
  check(definition: { node: MapNode; own: number; uses: readonly UseSite[] }, report: Report): boolean {
    const count = this.#total(definition);
    if (count <= mostStages) return true;
    const facts = { what: "with its templates the definition has", limit: mostStages, unit: "stages" };
    report(problem("source-too-large", facts, locationOf(definition.node)));
    return false;
  }

  #total({ own, uses }: { own: number; uses: readonly UseSite[] }): number {
    return uses.reduce((count, { node }) => count + this.#size(textOf(node)), own);
  }

  #size(from: string): number {
    const known = this.#sizes.get(from);
    const template = this.#library.find(from);
    if (known !== undefined || template === undefined) return known ?? 0;
    const size = this.#total(this.#sizeOf(template));
    this.#sizes.set(from, size);
    return size;
  }
}

/** `with` beside `uses`: what the template does not know, and what it misses. */
export function checkGiven(holder: MapNode, template: Template, report: Report): void {
  const given = holder.entries.get("with")?.value;
  const names = given?.kind === "map" ? given.entries : new Map();
  const params = readParams(template.node.entries.get("params")?.value);
  const known = params.map(({ name }) => name);
  const { from } = template;
  for (const [name, { key }] of names) {
    if (known.includes(name)) continue;
    const near = nearestName(name, known);
    const cure = near === "" ? `it asks for ${known.join(", ") || "nothing"}` : `did you mean "${near}"?`;
    report(problem("wrong-template-params", { from, problem: `asks for no "${name}"`, cure }, locationOf(key)));
  }
  const uses = holder.entries.get("uses")?.value ?? holder;
  for (const { name, required } of params) {
    if (!required || names.has(name)) continue;
    const facts = { from, problem: `is not given "${name}"`, cure: `write with: { ${name}: … }` };
    report(problem("wrong-template-params", facts, locationOf(uses)));
  }
}
