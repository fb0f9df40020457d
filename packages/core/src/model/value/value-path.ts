/** Where in a value something is, as people write it: `$.items[3].price`, `$.byName(key "a")`. */

/** A property, an element, or a place in a Map or Set. */
export type PathStep = string | symbol | number | { readonly note: string } | { readonly key: unknown };

/** Longer paths are shown by their beginning and end. */
const stepsShown = 12;

export function showPath(steps: readonly PathStep[]): string {
  if (steps.length <= stepsShown) return `$${steps.map(show).join("")}`;
  const half = stepsShown / 2;
  return `$${steps.slice(0, half).map(show).join("")} … ${steps.slice(-half).map(show).join("")}`;
}

function show(step: PathStep): string {
  switch (typeof step) {
    case "number":
      return `[${step}]`;
    case "symbol":
      return `[${String(step)}]`;
    case "string":
      return /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(step) ? `.${clip(step)}` : `[${JSON.stringify(clip(step))}]`;
    default:
      return "note" in step ? `(${step.note})` : `(key ${showKey(step.key)})`;
  }
}

function showKey(key: unknown): string {
  if (typeof key === "string") return JSON.stringify(clip(key));
  return typeof key === "object" && key !== null ? "an object" : String(key);
}

function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
