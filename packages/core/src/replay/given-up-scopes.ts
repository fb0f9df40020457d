/** Scopes that the code has given up (branches that lost a race): what is asked in them, or below, is not begun. */
export class GivenUpScopes {
  /** Undefined while there is none, as in most runs. */
  #paths: Set<string> | undefined;

  add(path: string): void {
    this.#paths ??= new Set();
    this.#paths.add(path);
  }

  /** @param id of an operation */
  covers(id: string): boolean {
    if (this.#paths === undefined) return false;
    for (const path of this.#paths) if (isBelow(id, path)) return true;
    return false;
  }
}

/** True for operations of the scope and of those below it. */
export function isBelow(id: string, path: string): boolean {
  return id.startsWith(`${path}/`, id.indexOf("~") + 1);
}
