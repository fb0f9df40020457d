/** What the format has to know of a stage type: enough to check, describe and read its stages, not to run them. */
import type { Report } from "../diagnosis/problem.ts";
import type { SourceNode } from "../source/node.ts";
import type { Field, Fields, RecordSource } from "./shape.ts";

export interface StageShape {
  /** Its type key: a stage with this key is of this type. */
  readonly key: string;
  /** What stands at the type key. `doc` and `example` say what the type does; the example is a whole stage in YAML. */
  readonly value: Field;
  /** Its further keys, besides those that every stage has. */
  readonly keys?: Fields;
  /** More names that expressions see at these of its keys: `{ stages: ["item", "loop"] }`. */
  readonly names?: Readonly<Record<string, readonly string[]>>;
  /** Lists of its own stages whose outputs expressions see at these of its keys: `{ until: ["stages"] }`. */
  readonly sees?: Readonly<Record<string, readonly string[]>>;
  /** What a shape cannot say. Asked only for stages whose shape is right. */
  readonly check?: (stage: StageSource, report: Report) => void;
}

/** A stage as it stands in its source. */
export interface StageSource extends RecordSource {
  /** What stands at the type key. */
  readonly value: SourceNode;
}
