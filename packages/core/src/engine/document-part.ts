/** A part of a document from outside, that is looked at piece by piece: what does not fit is refused with its path. */
import { failure, type StepwellError } from "../model/errors.ts";
import { type PathStep, showPath } from "../model/value/value-path.ts";

export class DocumentPart {
  readonly value: unknown;
  readonly #steps: readonly PathStep[];
  readonly #asked = new Set<string>();

  constructor(value: unknown, steps: readonly PathStep[] = []) {
    this.value = value;
    this.#steps = steps;
  }

  /** @throws invalid-export */
  refuse(problem: string, cause?: unknown): StepwellError {
    return failure("invalid-export", { path: showPath(this.#steps), problem }, cause);
  }

  /** A property of an object; undefined where it has none. */
  at(name: string): DocumentPart {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.refuse("must be an object");
    this.#asked.add(name);
    return new DocumentPart(Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined, [
      ...this.#steps,
      name,
    ]);
  }

  /** Refuses properties that nobody has asked for: what is not understood is not dropped without a word. */
  end(): void {
    const unknown = Object.keys(this.value as object).find((name) => !this.#asked.has(name));
    if (unknown !== undefined) throw this.at(unknown).refuse("is unknown");
  }

  list(): DocumentPart[] {
    if (!Array.isArray(this.value)) throw this.refuse("must be a list");
    return this.value.map((item, index) => new DocumentPart(item, [...this.#steps, index]));
  }

  /** The parts of an object that holds anything under any name. */
  entries(): [name: string, part: DocumentPart][] {
    const { value } = this;
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw this.refuse("must be an object");
    return Object.keys(value).map((name) => [name, this.at(name)]);
  }

  text(): string {
    if (typeof this.value !== "string") throw this.refuse("must be text");
    if (!this.value.isWellFormed()) throw this.refuse("holds half of a surrogate pair");
    return this.value;
  }

  flag(): boolean {
    if (typeof this.value !== "boolean") throw this.refuse("must be true or false");
    return this.value;
  }

  /** A whole number; times are ms. */
  whole(least = 0): number {
    if (!Number.isSafeInteger(this.value) || (this.value as number) < least)
      throw this.refuse(`must be a whole number${least === Number.MIN_SAFE_INTEGER ? "" : ` from ${least}`}`);
    return this.value as number;
  }

  oneOf<T extends string>(words: readonly T[]): T {
    const found = words.find((word) => word === this.value);
    if (found === undefined) throw this.refuse(`must be one of ${words.join(", ")}`);
    return found;
  }

  /** What `read` makes of it; undefined where there is nothing. */
  maybe<T>(read: (part: DocumentPart) => T): T | undefined {
    return this.value === undefined || this.value === null ? undefined : read(this);
  }
}
