/**
 * What a run needs of what others share with it: places. A place is the concurrency of a workflow (per key), a named
 * limit (per key), or the rate at which runs of a workflow may begin. Occupancy is counted from the rows of needs.
 */

/** What a start does when the concurrency of its workflow is used up. */
export type OnConflict = "queue" | "skip" | "replace" | "reject";

/** What a run needs of one place, from its first claim to its end. */
export interface Need {
  /** `workflow:NAME[:KEY]`, `limit:NAME[:KEY]` or `rate:NAME[:KEY]`. */
  readonly place: string;
  readonly units: number;
  /** How many units there are; undefined for a named limit, whose number the store keeps. */
  readonly capacity: number | undefined;
  /** Name of the limit, where it is a named one. */
  readonly limit: string | undefined;
  /** Of a rate: for how long a beginning counts. */
  readonly periodMs: number | undefined;
  /** False: given back while the run waits, and taken again when it goes on. */
  readonly keep: boolean;
}

/** All that a run shares, and what its start does when there is no room. */
export interface Sharing {
  readonly needs: readonly Need[];
  readonly onConflict: OnConflict;
}

/** Why a start was not written at all. */
export type StartRefusal =
  | {
      readonly code: "concurrency-conflict";
      readonly facts: { workflow: string; key: string; holder: string };
    }
  | {
      readonly code: "unknown-limit";
      readonly facts: { name: string; nearest: string; known: readonly string[] };
    }
  | {
      readonly code: "limit-too-small";
      readonly facts: { name: string; units: number; capacity: number };
    };

export type PlaceKind = "workflow" | "limit" | "rate";

/** A place taken apart. */
export interface PlaceParts {
  readonly kind: PlaceKind;
  /** Of the workflow or limit. */
  readonly name: string;
  /** Undefined where all share one place. */
  readonly key: string | undefined;
}

export function placeOf({ kind, name, key }: PlaceParts): string {
  const plain = `${kind}:${escaped(name)}`;
  return key === undefined ? plain : `${plain}:${key}`;
}

export function partsOf(place: string): PlaceParts {
  const [, kind = "", name = "", key] = /^(\w+):([^:]*)(?::(.*))?$/su.exec(place) ?? [];
  return { kind: kind as PlaceKind, name: name.replaceAll("%3A", ":").replaceAll("%25", "%"), key };
}

/** For people: `limit "gpu", key "a"`. */
export function placeText(place: string): string {
  const { kind, name, key } = partsOf(place);
  const what = kind === "limit" ? `limit "${name}"` : `workflow "${name}"`;
  return key === undefined ? what : `${what}, key "${key}"`;
}

/** A colon in a name must not be taken for the beginning of a key. */
function escaped(name: string): string {
  return name.replaceAll("%", "%25").replaceAll(":", "%3A");
}
