/** What a definition may not say: keys, values and names that the format does not know. */
import type { CatalogueEntry } from "@stepwell/core";

/** The cure where a known word was probably meant: `nearest` is "" when none is near. */
function didYouMean(nearest: string, otherwise: string): string {
  return nearest === "" ? otherwise : `did you mean "${nearest}"?`;
}

function listed(words: readonly string[]): string {
  return words.length > 12 ? `${words.slice(0, 12).join(", ")}, …` : words.join(", ");
}

export const formatErrors = {
  "unknown-key": {
    message: (f: { key: string; where: string; cure: string; nearest: string; known: readonly string[] }) =>
      `unknown key "${f.key}" in ${f.where}`,
    hint: (f: { cure: string; nearest: string; known: readonly string[] }) =>
      f.cure === "" ? didYouMean(f.nearest, `known are ${listed(f.known)}`) : f.cure,
  },
  "missing-key": {
    message: (f: { key: string; where: string; example: string }) => `${f.where} has no "${f.key}"`,
    hint: (f: { example: string }) => `write it: ${f.example}`,
  },
  "wrong-value": {
    message: (f: { what: string; where: string; expected: string; found: string; cure: string }) =>
      `"${f.what}" in ${f.where} must be ${f.expected}, not ${f.found}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "unknown-word": {
    message: (f: {
      what: string;
      where: string;
      word: string;
      cure: string;
      nearest: string;
      known: readonly string[];
    }) => `"${f.what}" in ${f.where} cannot be "${f.word}"`,
    hint: (f: { cure: string; nearest: string; known: readonly string[] }) =>
      f.cure === "" ? didYouMean(f.nearest, `it is one of ${listed(f.known)}`) : f.cure,
  },
  "wrong-name": {
    message: (f: { called: string; name: string; problem: string }) =>
      `"${f.name}" cannot be the name of a ${f.called}: it ${f.problem}`,
    hint: "choose another name: it stands in keys of the journal, in expressions and in file names",
  },
  "wrong-text": {
    message: (f: { what: string; where: string; text: string; problem: string; cure: string }) =>
      `"${f.what}" in ${f.where} cannot be "${f.text}": it ${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "template-not-allowed": {
    message: (f: { what: string; where: string }) => `"${f.what}" in ${f.where} may not hold a template`,
    hint: "it is read when the definition is loaded, and nothing has a value then: write it out",
  },
  "one-of-keys": {
    message: (f: { where: string; found: readonly string[]; keys: readonly string[] }) =>
      f.found.length === 0 ? `${f.where} does not say what it is` : `${f.where} is two things: ${listed(f.found)}`,
    hint: (f: { found: readonly string[]; keys: readonly string[] }) =>
      f.found.length === 0
        ? `write one of ${listed(f.keys)}`
        : "take all but one of them out, or write one entry for each",
  },
  "no-stage-type": {
    message: (f: { where: string; nearest: string; key: string; types: readonly string[]; cure: string }) =>
      `${f.where} does not say what it does`,
    hint: (f: { nearest: string; key: string; types: readonly string[]; cure: string }) =>
      f.cure === ""
        ? f.nearest === ""
          ? `write one of ${f.types.join(", ")}`
          : `"${f.key}" is no type of stage: did you mean "${f.nearest}"?`
        : `"${f.key}" is no type of stage: ${f.cure}`,
  },
  "two-stage-types": {
    message: (f: { where: string; keys: readonly string[] }) => `${f.where} does two things: ${listed(f.keys)}`,
    hint: "make a stage of its own for each",
  },
  "wrong-combination": {
    message: (f: { problem: string; cure: string }) => `${f.problem}`,
    hint: (f: { cure: string }) => f.cure,
  },
  "unreachable-branch": {
    message: (f: { why: string }) => `this branch is never reached: ${f.why}`,
    hint: "take it out, or move it up",
  },
} as const satisfies Record<string, CatalogueEntry>;
