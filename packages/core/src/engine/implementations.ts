/** What plugins add to an engine: implementations by kind and name. The kinds are those of the packages that use them. */
import { failure } from "../model/errors.ts";
import { checkName } from "../model/step-name.ts";

interface Registered {
  readonly implementation: unknown;
  /** Who has registered it, for messages. */
  readonly by: string;
}

export class Implementations {
  readonly #kinds = new Map<string, Map<string, Registered>>();

  /** @param by who registers it @throws duplicate-name, invalid-name */
  register(at: { readonly kind: string; readonly name: string; readonly by: string }, implementation: unknown): void {
    const kind = checkName("kind", at.kind);
    const name = checkName(kind, at.name);
    const known = this.#kinds.get(kind) ?? new Map<string, Registered>();
    const other = known.get(name);
    if (other !== undefined) throw failure("duplicate-name", { what: kind, name, first: other.by, second: at.by });
    this.#kinds.set(kind, known.set(name, { implementation, by: at.by }));
  }

  /** @throws unknown-implementation naming those that are known */
  implementation(kind: string, name: string): unknown {
    const known = this.#kinds.get(checkName("kind", kind));
    checkName(kind, name);
    const found = known?.get(name);
    if (found === undefined) throw failure("unknown-implementation", { kind, name, known: [...(known?.keys() ?? [])] });
    return found.implementation;
  }
}
