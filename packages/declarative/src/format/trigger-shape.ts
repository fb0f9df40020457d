/** What the format has to know of a kind of trigger: enough to check and read it where it stands in `on`. */
import type { Field, Fields } from "./shape.ts";

export interface TriggerShape {
  /** Its key: an item of `on` with this key is of this kind. */
  readonly key: string;
  /** What stands there. */
  readonly value: Field;
  /** Its further keys. */
  readonly keys?: Fields;
}
