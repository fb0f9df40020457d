/** What a bash script is made of, as far as binding asks for it. */
import type { NameKind } from "../bound-script.ts";

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** How a template is bound: the text in its place, made from its name. `undefined`: it has no value at all. */
export interface Place {
  readonly kind: NameKind | undefined;
  readonly text: (name: string) => string;
  /** It stands in a word outside of all quotes. */
  readonly bare?: boolean;
}

export interface Word extends Span {
  /** Its text without quotes; undefined when something in it is expanded. */
  readonly literal: string | undefined;
  /** Its text without quotes up to what is expanded first. */
  readonly head: string;
  /** Nothing in it is quoted. */
  readonly bare: boolean;
  /** The templates in it, without those in substitutions within it. */
  readonly own: readonly number[];
  /** It is `NAME=( … )`. */
  readonly compound: boolean;
}

export interface Heredoc {
  readonly delimiter: string;
  readonly delimiterSpan: Span;
  readonly quoted: boolean;
  readonly dashed: boolean;
  /** From where to where its text stands; empty until it was read. */
  body: Span;
}

export interface Redirect extends Span {
  readonly operator: string;
  readonly target: Word | undefined;
  readonly heredoc: Heredoc | undefined;
}

/** A simple command. */
export interface Command extends Span {
  readonly assignments: readonly Word[];
  readonly words: readonly Word[];
  readonly redirects: readonly Redirect[];
}

/** A part of a pipeline: a simple command, or anything between brackets or key words. */
export interface Element extends Span {
  readonly redirects: readonly Redirect[];
}

/** What was seen on the way. */
export interface Records {
  readonly commands: Command[];
  readonly pipelines: Element[][];
  readonly heredocs: Heredoc[];
  /** Variables that are expanded. */
  readonly expansions: { readonly name: string; readonly at: number }[];
  /** Variables that get what stands in a span: `for NAME in …`. */
  readonly loops: { readonly name: string; readonly values: Span }[];
  /** What bash evaluates as arithmetic. */
  readonly evaluated: Span[];
  /** Variables whose value bash takes for the name of another. */
  readonly indirect: { readonly name: string; readonly at: number }[];
  /** What could be read in two ways, so that no template may stand in it. */
  readonly ambiguous: Span[];
  readonly troubles: { readonly at: number; readonly message: string }[];
}
