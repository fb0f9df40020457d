/** Changing the texts that are kept, in place: for keys that change. A store does not know what they say. */

/**
 * What a text is. `value`: an encoded one. `kept`: an encoded one that holds another, kept from an earlier generation.
 * `end`: how a run ended, as others are told: JSON with texts in it. `text`: a person's or a program's words.
 * `sentence`: the same or the engine's own.
 */
export type TextKind = "value" | "kept" | "end" | "text" | "sentence";

export interface Rewrite {
  /** What stands in the place from now on; undefined to leave it as it is. Does not throw. */
  change(text: string, kind: TextKind): string | undefined;
  /** `next` of the call before; undefined for the beginning. */
  readonly cursor: string | undefined;
}

export interface Rewritten {
  /** How many texts are others now. */
  readonly changed: number;
  /** Undefined when all has been looked at. */
  readonly next: string | undefined;
}
