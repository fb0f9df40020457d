/** The secrets that a script was given: no name of its top level may put one out by chance. */
import { opened, Secret } from "../../expressions/secret.ts";
import { textOf } from "../../expressions/text.ts";

export class SecretTexts {
  readonly #texts = new Set<string>();

  /** The value with its secrets opened; they are remembered. */
  open(value: unknown): unknown {
    this.#remember(value);
    return opened(value).value;
  }

  /** True when one of them is in a value, or in a text of it. */
  isIn(value: unknown): boolean {
    if (typeof value !== "object" || value === null) {
      const text = textOf(value);
      return [...this.#texts].some((secret) => text.includes(secret));
    }
    return Object.entries(value).some(([key, member]) => this.isIn(key) || this.isIn(member));
  }

  #remember(value: unknown): void {
    if (value instanceof Secret) {
      const text = textOf(opened(value).value);
      if (text !== "") this.#texts.add(text);
    } else if (value instanceof Map) for (const member of value.values()) this.#remember(member);
    else if (typeof value === "object" && value !== null)
      for (const member of Object.values(value)) this.#remember(member);
  }
}
