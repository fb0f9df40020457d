/** What is asked of the thread that evaluates what users wrote, and what it answers. Values travel as JSON. */

export type Question =
  | { readonly kind: "match"; readonly pattern: string; readonly text: string }
  | { readonly kind: "validate"; readonly schema: string; readonly value: string }
  | { readonly kind: "transform"; readonly expression: string; readonly input: string; readonly bindings: string };

/** `begun`: all that it needs is loaded, its time runs from here. */
export type Message = { readonly begun: true } | { readonly answer: string } | { readonly problem: string };
