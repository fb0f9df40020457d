/**
 * The state of reading a bash script: where it stands, how each template is bound so far, and what was seen that
 * decides about it later. Nothing here knows bash.
 *
 * 1. Every template is bound or refused exactly once; who reads a piece again (rewind) decides again.
 * 2. A template is one character to every reader: none looks inside.
 */

import type { Refusal } from "../not-bound.ts";
import { Positions } from "../positions.ts";
import type { FoundTemplate } from "../templates.ts";
import type { Heredoc, Place, Records, Span } from "./syntax.ts";

const deepest = 100;

/** Brackets and quotes in more levels than anybody writes. */
export class TooDeep extends RangeError {
  readonly at: number;

  constructor(at: number) {
    super(`nested in more than ${deepest} levels`);
    this.at = at;
  }
}

export class Reading {
  readonly text: string;
  /** In their order. */
  readonly templates: readonly FoundTemplate[];
  at = 0;
  depth = 0;
  readonly places = new Map<number, Place>();
  readonly refusals = new Map<number, Refusal>();
  readonly records: Records = {
    commands: [],
    pipelines: [],
    heredocs: [],
    expansions: [],
    loops: [],
    evaluated: [],
    indirect: [],
    ambiguous: [],
    troubles: [],
  };
  /** Heredocs whose text begins with the next line. */
  awaited: Heredoc[] = [];
  /** Where `((` was found to be two brackets. */
  readonly notArithmetic = new Set<number>();
  readonly #byStart: ReadonlyMap<number, FoundTemplate>;
  readonly #positions: Positions<{ readonly at: number; readonly template: FoundTemplate }>;

  constructor(text: string, templates: readonly FoundTemplate[]) {
    this.text = text;
    this.templates = templates;
    this.#positions = new Positions(templates.map((template) => ({ at: template.start, template })));
    this.#byStart = new Map(templates.map((template) => [template.start, template]));
  }

  get char(): string {
    return this.text.charAt(this.at);
  }

  get ended(): boolean {
    return this.at >= this.text.length;
  }

  sees(text: string): boolean {
    return this.text.startsWith(text, this.at) && !this.#byStart.has(this.at);
  }

  /** Goes over a run of characters that mean nothing here, and gives it. `run` is sticky and takes no dollar sign. */
  over(run: RegExp): string {
    run.lastIndex = this.at;
    const found = run.exec(this.text)?.[0] ?? "";
    this.at += found.length;
    return found;
  }

  /** The template that begins at an offset. */
  templateAt(offset: number): FoundTemplate | undefined {
    return this.#byStart.get(offset);
  }

  /** Goes behind the template that begins here, if one does, and binds it. */
  take(place: Place): FoundTemplate | undefined {
    const template = this.#byStart.get(this.at);
    if (template === undefined) return undefined;
    this.places.set(template.index, place);
    this.at = template.end;
    return template;
  }

  /** Goes on by one character, or by a whole template, which is refused where none is expected. */
  skip(refusal: Refusal): void {
    const template = this.#byStart.get(this.at);
    if (template === undefined) this.at++;
    else {
      this.refusals.set(template.index, refusal);
      this.at = template.end;
    }
  }

  within(span: Span): FoundTemplate[] {
    return this.#positions.within(span).map(({ template }) => template);
  }

  /** Reads what is nested. @throws TooDeep */
  nested<T>(read: () => T): T {
    if (this.depth >= deepest) throw new TooDeep(this.at);
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  /** Refuses all templates of a span, however deep they stand in it. The first reason stays. */
  refuseIn(span: Span, refusal: Refusal): void {
    for (const { index } of this.within(span)) if (!this.refusals.has(index)) this.refusals.set(index, refusal);
  }

  trouble(message: string, at = this.at): void {
    this.records.troubles.push({ at, message });
  }

  /** Remembers this moment, to come back to it. */
  mark(): () => void {
    const { at, awaited } = this;
    const lists = Object.values(this.records) as unknown[][];
    const lengths = lists.map((list) => list.length);
    const bodies = this.records.heredocs.map(({ body }) => body);
    const pending = [...awaited];
    return () => {
      this.at = at;
      this.awaited = pending;
      lists.forEach((list, index) => {
        list.length = lengths[index] ?? 0;
      });
      this.records.heredocs.forEach((heredoc, index) => {
        heredoc.body = bodies[index] ?? heredoc.body;
      });
      for (const { index, start } of this.templates) {
        if (start < at) continue;
        this.places.delete(index);
        this.refusals.delete(index);
      }
    };
  }
}
