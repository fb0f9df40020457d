/**
 * The validator: a node against a shape. Reports everything, stops at nothing. What it finds in the way of templates,
 * expressions and scripts it hands on with their paths, for checks that need the whole definition.
 */
import { nearestName } from "@stepwell/core/text";
import { problem, type Report } from "../diagnosis/problem.ts";
import { textOf } from "../source/locate.ts";
import type { MapEntry, MapNode, ScalarNode, SourceNode } from "../source/node.ts";
import { checkScalar, ownText, quotesCure, type Subject, wrongValue } from "./check-scalar.ts";
import { checkStage, type StageChecker } from "./check-stage.ts";
import { fits, isNumber, isTemplate, labelOf } from "./fits.ts";
import { isMisspelt } from "./is-misspelt.ts";
import type { EitherShape, Field, Fields, ListShape, MapShape, RecordShape, Shape, StagesShape } from "./shape.ts";
import type { StageShape } from "./stage-shape.ts";
import { type Site, Walk } from "./walk.ts";

export interface CheckOptions {
  /** What the node is, for messages: `workflow "nightly"`. */
  readonly where: string;
  /** By type key. */
  readonly stages: ReadonlyMap<string, StageShape>;
  readonly report: Report;
  /** Told of each text that is evaluated one day. */
  readonly site: (site: Site) => void;
}

export function check(shape: Shape, node: SourceNode, options: CheckOptions): void {
  const walk = new Walk(options.report, options.site);
  walk.within(options.where, () => new Checker(walk, options.stages).check(shape, node, false));
}

class Checker implements StageChecker {
  readonly walk: Walk;
  readonly stages: ReadonlyMap<string, StageShape>;

  constructor(walk: Walk, stages: ReadonlyMap<string, StageShape>) {
    this.walk = walk;
    this.stages = stages;
  }

  check(shape: Shape, node: SourceNode, template: boolean): void {
    if (this.walk.isFull || (node.kind === "scalar" && node.style === "broken")) return;
    if (node.kind === "scalar" && isTemplate(shape, node)) this.#template(node, template);
    else if (shape.kind === "any") this.#any(node, template);
    else if (shape.kind === "list") this.#list(shape, node, template);
    else if (shape.kind === "map") this.#map(shape, node, template);
    else if (shape.kind === "record") this.#record(shape, node);
    else if (shape.kind === "either") this.#either(shape, node, template);
    else if (shape.kind === "stages") this.#stages(shape, node);
    else this.#scalar(shape, node);
  }

  field(key: string, { shape, template }: Field, node: SourceNode): void {
    this.walk.at(key, () => this.check(shape, node, template === true));
  }

  fields(node: MapNode, fields: Fields, foreign: RecordShape["foreign"] = {}): void {
    for (const [key, entry] of node.entries) {
      if (Object.hasOwn(fields, key)) this.field(key, fields[key] as Field, entry.value);
      else this.unknownKey(entry, Object.keys(fields), foreign);
    }
    for (const [key, { required, example, alias }] of Object.entries(fields)) {
      const entry = node.entries.get(key);
      if (required === true && entry === undefined && !isMisspelt(key, node, { fields, foreign })) {
        const facts = { key, where: this.walk.where, example: `${key}: ${example}` };
        this.walk.report(problem("missing-key", facts, this.walk.locate(node)));
      }
      if (alias === undefined || entry === undefined || !node.entries.has(alias)) continue;
      const facts = { problem: `"${key}" is another word for "${alias}"`, cure: "take one of them out" };
      this.walk.report(problem("wrong-combination", facts, this.walk.locate(entry.key)));
    }
  }

  unknownKey({ key }: MapEntry, known: readonly string[], foreign: RecordShape["foreign"]): void {
    if (this.walk.isFull) return;
    const word = textOf(key);
    const cure = ownText(foreign, word) ?? "";
    const facts = { key: word, where: this.walk.where, cure, nearest: nearestName(word, known), known };
    this.walk.at(word, () => this.walk.report(problem("unknown-key", facts, this.walk.locate(key))));
  }

  #template(node: ScalarNode, allowed: boolean): void {
    if (allowed) this.walk.site(node, "template");
    else {
      const facts = { what: this.walk.key, where: this.walk.where };
      this.walk.report(problem("template-not-allowed", facts, this.walk.locate(node)));
    }
  }

  #any(node: SourceNode, template: boolean): void {
    const any: Shape = { kind: "any" };
    if (node.kind === "list")
      for (const [index, item] of node.items.entries()) this.walk.at(index, () => this.check(any, item, template));
    if (node.kind === "map")
      for (const [key, { value }] of node.entries) this.walk.at(key, () => this.check(any, value, template));
  }

  #list(shape: ListShape, node: SourceNode, template: boolean): void {
    if (node.kind !== "list") {
      if (shape.orOne === true) this.check(shape.of, node, template);
      else this.#wrong(shape, node);
      return;
    }
    if (node.items.length < (shape.least ?? 0)) this.#wrong(shape, node, "write at least one");
    const label = labelOf(shape.of);
    for (const [index, item] of node.items.entries()) {
      const body = (): void => this.walk.at(index, () => this.check(shape.of, item, template));
      if (label === undefined || item.kind !== "map") body();
      else this.walk.within(`${label} ${index + 1} of ${this.walk.where}`, body);
    }
  }

  #map(shape: MapShape, node: SourceNode, template: boolean): void {
    if (node.kind !== "map") {
      this.#wrong(shape, node);
      return;
    }
    if (node.entries.size < (shape.least ?? 0)) this.#wrong(shape, node, "write at least one");
    for (const [name, entry] of node.entries) {
      const fixed = shape.fixed !== undefined && Object.hasOwn(shape.fixed, name) ? shape.fixed[name] : undefined;
      if (fixed !== undefined) this.field(name, fixed, entry.value);
      else this.walk.at(name, () => this.#named(shape, entry, template));
    }
  }

  #named({ names, called, of }: MapShape, { key, value }: MapEntry, template: boolean): void {
    const name = textOf(key);
    const found = names.problemOf(name);
    if (found !== undefined) {
      const facts = { called, name: name.slice(0, 60), problem: found };
      this.walk.report(problem("wrong-name", facts, this.walk.locate(key)));
    }
    const isPlace = value.kind === "map" && (of.kind === "record" || of.kind === "either");
    if (isPlace || of.kind === "stages")
      this.walk.within(`${called} "${name.slice(0, 60)}"`, () => this.check(of, value, template));
    else this.check(of, value, template);
  }

  #record(shape: RecordShape, node: SourceNode): void {
    if (node.kind !== "map") {
      this.#wrong(shape, node);
      return;
    }
    // What has no name of its own is called by its key: `strategy of job "build"`.
    const isNamed = /^an? /.test(shape.called);
    const body = () => {
      this.fields(node, shape.fields, shape.foreign);
      shape.check?.(this.walk.source(node), (found) => this.walk.report(found));
      const found = shape.oneOf?.filter((key) => node.entries.has(key)) ?? [];
      if (shape.oneOf === undefined || found.length === 1) return;
      if (found.length === 0 && shape.oneOf.some((key) => isMisspelt(key, node, shape))) return;
      const facts = { where: this.walk.where, found, keys: shape.oneOf };
      this.walk.report(problem("one-of-keys", facts, this.walk.locate(node)));
    };
    if (isNamed) body();
    else this.walk.within(`${shape.called} of ${this.walk.where}`, body);
  }

  #either(shape: EitherShape, node: SourceNode, template: boolean): void {
    const meant = shape.of.find((one) => fits(one, node));
    if (meant === undefined) this.#wrong(shape, node, shape.of.some(isNumber) ? quotesCure(node) : "");
    else this.check(meant, node, template);
  }

  #stages(shape: StagesShape, node: SourceNode): void {
    if (node.kind !== "list" || node.items.length === 0) {
      this.#wrong(shape, node, node.kind === "list" ? "write at least one" : "");
      return;
    }
    for (const [index, item] of node.items.entries()) this.walk.at(index, () => checkStage(this, item, index));
  }

  #scalar(shape: Shape, node: SourceNode): void {
    if (node.kind !== "scalar") {
      this.#wrong(shape, node);
      return;
    }
    const found = checkScalar(shape, node, this.#subject(node));
    if (found !== undefined) this.walk.report(found);
    else if (shape.kind === "expression" || shape.kind === "script") this.walk.site(node, shape.kind);
  }

  #wrong(shape: Shape, node: SourceNode, cure = ""): void {
    this.walk.report(wrongValue({ shape, node, subject: this.#subject(node), cure }));
  }

  #subject(node: SourceNode): Subject {
    return { what: this.walk.key, where: this.walk.where, location: this.walk.locate(node) };
  }
}
