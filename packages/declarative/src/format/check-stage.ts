/** A stage: its type follows from its one type key, and its other keys from its type. */
import { nearestName } from "@stepwell/core/text";
import { problem } from "../diagnosis/problem.ts";
import { textOf } from "../source/locate.ts";
import type { MapEntry, MapNode, SourceNode } from "../source/node.ts";
import { ownText } from "./check-scalar.ts";
import { describeNode } from "./describe.ts";
import type { Field, Fields } from "./shape.ts";
import { foreignStageKeys, stageFields } from "./stage-keys.ts";
import type { StageShape } from "./stage-shape.ts";
import { typeKeys } from "./type-keys.ts";
import type { Walk } from "./walk.ts";

/** What the validator lends. */
export interface StageChecker {
  readonly walk: Walk;
  /** By type key. */
  readonly stages: ReadonlyMap<string, StageShape>;
  field(key: string, field: Field, node: SourceNode): void;
  fields(node: MapNode, fields: Fields, foreign: Readonly<Record<string, string>>): void;
  unknownKey(entry: MapEntry, known: readonly string[], foreign: Readonly<Record<string, string>>): void;
}

export function checkStage(checker: StageChecker, node: SourceNode, index: number): void {
  const { walk } = checker;
  if (walk.isFull || (node.kind === "scalar" && node.style === "broken")) return;
  if (node.kind === "map") {
    walk.within(stageLabel(node, index, walk.where), () => checkMap(checker, node));
    return;
  }
  const found = `a list with ${describeNode(node)} in it`;
  const facts = { what: walk.key, where: walk.where, expected: "a list of stages", found };
  walk.report(problem("wrong-value", { ...facts, cure: 'a stage is a map, such as "echo: hello"' }, walk.locate(node)));
}

/** `stage "fetch"`; without a name its number: `stage 2 of job "build"`. */
function stageLabel(node: MapNode, index: number, where: string): string {
  for (const key of ["id", "name"]) {
    const value = node.entries.get(key)?.value;
    if (value?.kind === "scalar" && value.value !== null) return `stage "${textOf(value).slice(0, 60)}"`;
  }
  return `stage ${index + 1} of ${where}`;
}

function checkMap(checker: StageChecker, node: MapNode): void {
  const { walk, stages } = checker;
  const keys = typeKeys(node, stages);
  const type = stages.get(keys[0] ?? "");
  if (type === undefined) {
    withoutType(checker, node);
    return;
  }
  const others = keys.slice(1);
  if (others.length > 0) {
    const second = node.entries.get(others[0] ?? "");
    walk.report(problem("two-stage-types", { where: walk.where, keys }, walk.locate(second?.key ?? node)));
  }
  // A second type has been reported, and need not be reported as an unknown key.
  const single = others.length === 0 ? node : without(node, others);
  checker.fields(single, fieldsOf(type), foreignStageKeys);
  const value = node.entries.get(type.key)?.value;
  if (type.check === undefined || value === undefined) return;
  type.check({ ...walk.source(node), value }, (found) => walk.report(found));
}

const fieldsByType = new WeakMap<StageShape, Fields>();

/** All keys that a stage of the type may have. */
export function fieldsOf(type: StageShape): Fields {
  let fields = fieldsByType.get(type);
  if (fields === undefined) {
    fields = { ...stageFields, [type.key]: type.value, ...type.keys };
    fieldsByType.set(type, fields);
  }
  return fields;
}

function without(node: MapNode, keys: readonly string[]): MapNode {
  return { ...node, entries: new Map([...node.entries].filter(([key]) => !keys.includes(key))) };
}

/** A stage has few keys; one with thousands is no slip of the pen. */
const mostLookedAt = 20;

/** The unknown key that looks most like a type is what was meant. */
function withoutType(checker: StageChecker, node: MapNode): void {
  const { walk, stages } = checker;
  const types = [...stages.keys()];
  const keysOfTypes = new Set([...stages.values()].flatMap(({ keys = {} }) => Object.keys(keys)));
  const unknown = [...node.entries]
    .filter(([key]) => !Object.hasOwn(stageFields, key) && !keysOfTypes.has(key))
    .map(([, entry]) => entry);
  const meant = unknown.slice(0, mostLookedAt).find(({ key }) => {
    const word = textOf(key);
    return nearestName(word, types) !== "" || ownText(foreignStageKeys, word) !== undefined;
  });
  const key = meant === undefined ? "" : textOf(meant.key);
  const cure = ownText(foreignStageKeys, key) ?? "";
  const facts = { where: walk.where, key, types, cure, nearest: nearestName(key, types) };
  walk.report(problem("no-stage-type", facts, walk.locate(meant?.key ?? node)));
  for (const entry of unknown) {
    if (entry !== meant) checker.unknownKey(entry, Object.keys(stageFields), foreignStageKeys);
  }
  for (const [name, field] of Object.entries(stageFields)) {
    const value = node.entries.get(name)?.value;
    if (value !== undefined) checker.field(name, field, value);
  }
}
