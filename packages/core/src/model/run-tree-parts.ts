/** What a run's journal says of its parts. Values are of users' code: taken as they come. */
import { type PartNews, partKey, partsKey } from "./run-parts.ts";
import { treePath } from "./run-tree-path.ts";
import { partOf } from "./run-tree-sentence.ts";

/** A part as far as it is known. */
export interface TreePart {
  readonly name: string;
  readonly after: readonly string[];
  readonly last: string;
  readonly aside: readonly string[];
  /** Undefined: it has none, or has not begun. */
  legs: number | undefined;
  /** How many of them have failed, as it says itself. */
  failed: number;
  /** Legs that say that they have failed, and why: what failed may be recorded elsewhere. */
  readonly failedLegs: Map<string, string>;
  /** What an earlier run has done of it; "" and 0 for nothing. */
  kept: { readonly ended: "done" | "skipped" | ""; readonly legs: number; readonly names: readonly string[] };
  ended: PartNews["ended"] | undefined;
  /** When it said so, ms. */
  endedAt: number | undefined;
  why: string;
  /** Why operations of it have failed, as it was told; a few. */
  readonly told: Set<string>;
}

const toldKept = 100;
const nothing: TreePart["kept"] = { ended: "", legs: 0, names: [] };

const ends: readonly unknown[] = ["done", "failed", "skipped"] satisfies PartNews["ended"][];

export class TreeParts {
  /** In the order in which they were named; empty for runs that say nothing of parts. */
  readonly known = new Map<string, TreePart>();

  /** Takes the value of a `set` entry that was made at `at`, ms. @returns the part that it has news of */
  take(value: unknown, at: number): TreePart | undefined {
    if (!Array.isArray(value)) return undefined;
    const [key, said] = value as readonly unknown[];
    if (key === partsKey) this.#learn(said);
    return key === partKey ? this.#news(said, at) : undefined;
  }

  /** The part that a scope is of: later attempts of a part, and those after a retry, have a number behind its name. */
  of(scope: string): TreePart | undefined {
    return this.known.get(scope) ?? this.known.get(baseName(scope));
  }

  /** A step that only keeps a part going. */
  isAside(op: string): boolean {
    if (this.known.size === 0) return false;
    const { kind, names } = treePath(op);
    const [scope = "", name = ""] = [names[0], names.at(-1)];
    return kind === "step" && this.of(scope)?.aside.includes(name) === true;
  }

  /** A timer that keeps the time of the run, of a part or of what is in it: whether that was over, these say themselves. */
  isTimeLimit(op: string): boolean {
    if (this.known.size === 0 || !op.startsWith("sleep~")) return false;
    const { names } = treePath(op);
    const scope = names.at(-2);
    return scope === undefined ? names[0] === "time limit" : names.at(-1) === "timeout" && scope.endsWith(" timeout");
  }

  /** An operation has failed. */
  tell(op: string, why: string): void {
    const told = this.of(treePath(op).names[0] ?? "")?.told;
    if (told !== undefined && told.size < toldKept) told.add(why);
  }

  #learn(said: unknown): void {
    if (!Array.isArray(said)) return;
    for (const one of said) {
      const [name, last] = [partOf(one, "name"), partOf(one, "last")];
      if (typeof name !== "string" || this.known.has(name)) continue;
      this.known.set(name, {
        name,
        after: texts(partOf(one, "after")),
        aside: texts(partOf(one, "aside")),
        last: typeof last === "string" ? last : "",
        legs: undefined,
        failed: 0,
        failedLegs: new Map(),
        kept: nothing,
        ended: undefined,
        endedAt: undefined,
        why: "",
        told: new Set(),
      });
      this.#keep(name, partOf(one, "kept"));
    }
  }

  #keep(name: string, said: unknown): void {
    const part = this.known.get(name);
    if (part === undefined || said === undefined) return;
    const [ended, why, legs] = [partOf(said, "ended"), partOf(said, "why"), partOf(said, "legs")];
    const whole = ended === "done" || ended === "skipped" ? ended : "";
    part.kept = { ended: whole, legs: typeof legs === "number" ? legs : 0, names: texts(partOf(said, "names")) };
    if (whole !== "") part.ended = whole;
    if (typeof why === "string") part.why = why;
  }

  #news(said: unknown, at: number): TreePart | undefined {
    const part = this.known.get(String(partOf(said, "part")));
    if (part === undefined) return undefined;
    const [leg, ended, why] = [partOf(said, "leg"), partOf(said, "ended"), partOf(said, "why")];
    if (typeof leg === "string") {
      if (ended === "failed") part.failedLegs.set(leg, typeof why === "string" ? why : "");
      return part;
    }
    const [legs, failed] = [partOf(said, "legs"), partOf(said, "failed")];
    if (typeof failed === "number") part.failed = failed;
    if (typeof legs === "number") part.legs = legs;
    this.#keep(part.name, partOf(said, "kept"));
    if (ends.includes(ended)) {
      part.ended = ended as PartNews["ended"];
      part.endedAt = at;
    }
    if (typeof why === "string") part.why = why;
    return part;
  }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** `test (attempt 2)` is `test` again. */
export function baseName(scope: string): string {
  return scope.replace(/(?: \((?:attempt|workspace|retry) \d+\))+$/, "");
}
