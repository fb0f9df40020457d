/** Ids of stages: as written, or made of the name, or of the type. */
import type { StageShape } from "../format/stage-shape.ts";
import { typeKeys } from "../format/type-keys.ts";
import type { SourceNode } from "../source/node.ts";
import { at, text } from "./values.ts";

/** Longer names are cut: an id is to be typed. */
const idChars = 60;

/** Checks, expressions and the definition ask for them: they are made once. */
const known = new WeakMap<readonly SourceNode[], readonly string[]>();

/**
 * The id of each stage of a list. Two of a kind without a name are numbered; names that come to the same are not.
 * @param stages of a source, which is read for one set of types @param types by key
 */
export function stageIds(stages: readonly SourceNode[], types: ReadonlyMap<string, StageShape>): readonly string[] {
  let ids = known.get(stages);
  if (ids === undefined) {
    ids = madeIds(stages, types);
    known.set(stages, ids);
  }
  return ids;
}

function madeIds(stages: readonly SourceNode[], types: ReadonlyMap<string, StageShape>): string[] {
  const ids = stages.map((stage) => (stage.kind === "map" ? ownId(stage) : undefined));
  const taken = new Set(ids);
  const numbers = new Map<string, number>();
  return stages.map((stage, index) => {
    const own = ids[index];
    if (own !== undefined) return own;
    const type = stage.kind === "map" ? (typeKeys(stage, types)[0] ?? "stage") : "stage";
    let n = (numbers.get(type) ?? 0) + 1;
    while (taken.has(numbered(type, n))) n++;
    numbers.set(type, n);
    taken.add(numbered(type, n));
    return numbered(type, n);
  });
}

function numbered(type: string, n: number): string {
  return n === 1 ? type : `${type}-${n}`;
}

function ownId(stage: Extract<SourceNode, { kind: "map" }>): string | undefined {
  const id = text(at(stage, "id"));
  if (id !== undefined) return id;
  const name = text(at(stage, "name"));
  return name === undefined ? undefined : slug(name);
}

/** "Process ${{ matrix.env }}" → "process-matrix-env"; undefined where nothing is left. */
function slug(name: string): string | undefined {
  const words =
    name
      .toLowerCase()
      .replaceAll(/\$\{\{|\}\}/g, " ")
      .match(/[\p{L}\p{N}_]+/gu) ?? [];
  const whole = words.join("-");
  const id = whole.length <= idChars ? whole : Array.from(whole).slice(0, idChars).join("").replace(/-+$/, "");
  return id === "" ? undefined : id;
}
