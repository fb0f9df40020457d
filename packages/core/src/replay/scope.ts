/**
 * Names operations. Within a scope the n-th operation of one kind and name, in call order, is always
 * the same one: that is what makes the journal fit the code again.
 */
import type { OperationKind } from "./operation-kind.ts";

export class Scope {
  /** "" for the root, else names joined by "/". */
  readonly path: string;
  readonly #used = new Map<string, number>();
  constructor(path: string) {
    this.path = path;
  }

  /**
   * The id under which the next operation of this kind and name is journaled:
   * `name`, `scope/name#2`, and `kind~scope/name` for all but steps, so that no step can be taken for one.
   */
  next(kind: OperationKind, name: string): string {
    const counted = kind === "step" ? name : `${kind}~${name}`;
    const n = (this.#used.get(counted) ?? 0) + 1;
    this.#used.set(counted, n);
    const local = n === 1 ? name : `${name}#${n}`;
    const path = this.path === "" ? local : `${this.path}/${local}`;
    return kind === "step" ? path : `${kind}~${path}`;
  }

  /** A scope below this one; scopes of equal name are numbered like operations. */
  child(name: string): Scope {
    return new Scope(this.childPath(name));
  }

  /** The path that the next scope of this name gets; several item scopes may share it (`map[0]`, `map[1]`). */
  childPath(name: string): string {
    return this.next("scope", name).slice("scope~".length);
  }
}
