/**
 * A source as data with positions: what YAML, JSON and plain objects are read into. What stands at an alias is the node
 * of its anchor, so a tree may hold a node more than once, but never itself.
 */
import type { SourceText } from "./source-text.ts";

/** Positions are offsets into `source.text`, in UTF-16 units. */
interface Spanned {
  /** Undefined for plain data: it has no places. */
  readonly source: SourceText | undefined;
  readonly start: number;
  /** Behind the last character. */
  readonly end: number;
}

export type SourceNode = ScalarNode | ListNode | MapNode;

/** `plain`: without quotes. `data`: not from a text. `broken`: could not be read, and that has been reported. */
export type ScalarStyle = "plain" | "quoted" | "block" | "data" | "broken";

export interface ScalarNode extends Spanned {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  readonly style: ScalarStyle;
}

export interface ListNode extends Spanned {
  readonly kind: "list";
  readonly items: readonly SourceNode[];
}

export interface MapNode extends Spanned {
  readonly kind: "map";
  /** In the order of the source. */
  readonly entries: ReadonlyMap<string, MapEntry>;
}

export interface MapEntry {
  readonly key: ScalarNode;
  readonly value: SourceNode;
}
