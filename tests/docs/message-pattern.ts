/** The message of an error code with its facts in angle brackets, as docs/errors.md shows it. */
import type { CatalogueEntry } from "@stepwell/core";

export function messagePattern(entry: CatalogueEntry): string {
  const message = entry.message as (facts: unknown) => string;
  return message(new Proxy({}, { get: (_, name) => placeholder(String(name)) }));
}

/** Stands for a text, a number or a list: what messages do with their facts gives its name. */
function placeholder(name: string): object {
  const text = `<${name}>`;
  const fact: object = {
    toString: () => text,
    toJSON: () => text,
    join: () => text,
    slice: () => fact,
    length: { toString: () => "<n>" },
  };
  return fact;
}
