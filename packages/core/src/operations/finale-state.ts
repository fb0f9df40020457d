/** What a run keeps for the time after its function: what to undo, and what is still shielded. */
import { isBelow } from "../replay/given-up-scopes.ts";
import { Scope } from "../replay/scope.ts";
import type { CacheWish } from "./cache.ts";
import { Shields } from "./shields.ts";

/** Scope of the steps that undo a run; the engine begins it, no user code can. */
export const compensateScope = "compensate";
/** In which onFailure asks. */
export const onFailureScope = "on-failure";

/** Of what onFailure has asked for: it follows each failure anew, and belongs to no other. @param op its key */
export function followsFailure(op: string): boolean {
  return isBelow(op, onFailureScope);
}

/** A compensation that waits to be needed. */
export interface Compensation {
  /** As the user has called it. */
  readonly name: string;
  /** Of its step. */
  readonly id: string;
  /** Asks for the step. */
  execute(): Promise<unknown>;
}

/** What a run has registered so far. */
class Compensations {
  readonly #registered: Compensation[] = [];
  /** Each scope of the user's code has one below `compensate`, so that branches are numbered apart. */
  readonly #scopes = new Map<string, Scope>();

  /** @param execute asks for the step in the place that is its own */
  add(place: { readonly path: string; readonly name: string }, execute: (at: StepPlace) => Promise<unknown>): void {
    const { path, name } = place;
    let scope = this.#scopes.get(path);
    if (scope === undefined) {
      scope = new Scope(path === "" ? compensateScope : `${compensateScope}/${path}`);
      this.#scopes.set(path, scope);
    }
    const at = { id: scope.next("step", name), scope };
    this.#registered.push({ name, id: at.id, execute: () => execute(at) });
  }

  newestFirst(): readonly Compensation[] {
    return this.#registered.toReversed();
  }
}

interface StepPlace {
  readonly id: string;
  readonly scope: Scope;
}

/** Where a run is between the end of its function and its own. */
export class FinaleState {
  readonly compensations = new Compensations();
  /** Shields that have not ended. */
  readonly shields = new Shields();
  /** The function has ended: only what is shielded goes on. */
  begun = false;
  /** So have its shields: what follows is the engine's own order of things. */
  undoing = false;
  /** Its output is kept for other runs, under this. */
  keepAs: CacheWish | undefined;
  /** The function has given an output: nothing is undone. */
  endedWell = false;
}
