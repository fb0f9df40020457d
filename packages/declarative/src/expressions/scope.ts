/** What expressions are evaluated with. */

/** Values by name; a Map is one. */
export interface ContextNames extends Iterable<readonly [string, unknown]> {
  get(name: string): unknown;
  has(name: string): boolean;
  keys(): Iterable<string>;
}

export interface EvaluationScope {
  /** By the names of contexts: `params`, `needs`, `item`. Texts, numbers, lists, maps (objects or Maps), dates, secrets. */
  readonly contexts: ContextNames;
  /** By name, in lower case. */
  readonly functions: ReadonlyMap<string, ExpressionFunction>;
  readonly filters: ReadonlyMap<string, Filter>;
  /** What `success()`, `failure()` and `cancelled()` answer; absent where there is nothing to ask about. */
  readonly status?: { readonly success: boolean; readonly failure: boolean; readonly cancelled: boolean };
  /** What `hashFiles` answers. Files are read outside of expressions: whoever evaluates brings the answer. */
  readonly hashFiles?: (patterns: readonly string[]) => string;
}

/** How many arguments are taken; `most` is Infinity where any number is. */
export interface Arity {
  readonly least: number;
  readonly most: number;
}

/** A worked example, which a test evaluates. */
export interface Example {
  readonly expression: string;
  readonly result: unknown;
}

/** A function of expressions: `name(arguments)`. */
export interface ExpressionFunction {
  /** As it is written in documents; looked up without case. */
  readonly name: string;
  readonly arity: Arity;
  /** One sentence for the reference. */
  readonly doc: string;
  readonly example: Example;
  /**
   * Pure and synchronous. Arguments hold no secrets (the result of secret ones becomes one).
   * What it throws is reported with the expression and its place.
   */
  evaluate(given: readonly unknown[], scope: EvaluationScope): unknown;
}

/** A filter: `value | name(arguments)`. */
export interface Filter {
  readonly name: string;
  /** Of what stands in parentheses; the value before the bar does not count. */
  readonly arity: Arity;
  readonly doc: string;
  readonly example: Example;
  /** True: where the value before the bar is unknown, it is given null instead of an error. Default false. */
  readonly acceptsUnknown?: boolean;
  /** Pure and synchronous, as for functions. */
  evaluate(value: unknown, given: readonly unknown[]): unknown;
}
