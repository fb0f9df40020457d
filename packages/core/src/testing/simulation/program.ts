/** What simulated workflows do, as data. Names are unique within a program. */

export type Program =
  | StepNode
  /** A row in a table of the user's. */
  | { readonly is: "book"; readonly name: string; readonly failures: number }
  /** Tried so many times until its value will do. */
  | {
      readonly is: "poll";
      readonly name: string;
      readonly tries: number;
      readonly everyMs: number;
      readonly totalMs?: number;
    }
  | { readonly is: "sleep"; readonly name: string; readonly ms: number }
  /** Without a time it waits for as long as it takes. */
  | { readonly is: "receive"; readonly name: string; readonly signal: SignalName; readonly withinMs?: number }
  | { readonly is: "ask" | "callback"; readonly name: string; readonly withinMs?: number }
  /** A message to itself, or to the run of an id. */
  | { readonly is: "tell"; readonly name: string; readonly signal: SignalName; readonly to?: string }
  | { readonly is: "call"; readonly name: string; readonly flow: string }
  | { readonly is: "start"; readonly name: string; readonly flow: string; readonly detached?: true }
  /** What the run has given that was started by that name; nothing where none was. */
  | { readonly is: "result"; readonly name: string; readonly of: string }
  | { readonly is: "undo"; readonly name: string; readonly failures: number; readonly times?: Times }
  | { readonly is: "draw" }
  | { readonly is: "set"; readonly name: string }
  | { readonly is: "seq" | "all" | "race"; readonly name: string; readonly parts: readonly Program[] }
  /** The first is a scope that is ended when the second has come to its end. */
  | { readonly is: "cut"; readonly name: string; readonly parts: readonly [inside: Program, beside: Program] }
  | {
      readonly is: "map";
      readonly name: string;
      readonly items: number;
      readonly atOnce: number;
      readonly body: Program;
    }
  | { readonly is: "catch" | "shield"; readonly name: string; readonly body: Program }
  /** What is inside has so long. `againMs`: where it is retried. */
  | {
      readonly is: "within";
      readonly name: string;
      readonly ms: number;
      readonly againMs?: number;
      readonly body: Program;
    }
  /** Ends the generation, for as long as its input allows it; the last one does nothing here. */
  | { readonly is: "again"; readonly name: string }
  | { readonly is: "throw"; readonly name: string };

export interface StepNode {
  readonly is: "step";
  readonly name: string;
  readonly takesMs: number;
  /** Attempts that fail; as many as there may be: the step fails. */
  readonly failures: number;
  readonly maxAttempts: number;
  readonly backoffMs: number;
  /** It ends when it is told to. */
  readonly heeds: boolean;
  /**
   * `once`: at most once, also over crashes. `task`: a task that is called like a function. `cached`: what another run
   * has computed will do.
   */
  readonly kind: "plain" | "once" | "task" | "cached";
  /** When it has failed for good, it waits for a person. */
  readonly asks?: true;
  /** Default: it has as long as it takes. */
  readonly times?: Times;
}

/** How long a body may take, and what those do that take longer. */
export interface Times {
  /** Of each attempt, ms. */
  readonly attemptMs?: number;
  /** Of all attempts, and of the waits between them. */
  readonly totalMs?: number;
  /** So many attempts, the first ones, take so long. */
  readonly hangs: number;
  readonly hangMs: number;
  /** How long a body may be silent, and how often it says that it lives; default: never. */
  readonly silenceMs?: number;
  readonly beatMs?: number;
}

/** The messages that programs wait for. */
export const signalNames = ["a", "b", "c"] as const;
export type SignalName = (typeof signalNames)[number];

/** The programs right below one. */
export function partsOf(program: Program): readonly Program[] {
  if ("parts" in program) return program.parts;
  return "body" in program ? [program.body] : [];
}

/** The program and all below it. */
export function* allOf(program: Program): Generator<Program> {
  yield program;
  for (const part of partsOf(program)) yield* allOf(part);
}
