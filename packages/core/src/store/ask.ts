/** What a run has open to others while it waits: questions to people, and callbacks. One row each, until it is over. */

/** An opening of one run, as its worker writes it. */
export interface Opening {
  /** Operation key, which is the name of the messages that answer it: `ask~ship`. */
  readonly op: string;
  /** Asks are listed; of callbacks only whoever has the token knows. */
  readonly kind: "ask" | "callback";
  /** Ms. */
  readonly askedAt: number;
  /** From then on no answer is taken, ms; undefined for no end. */
  readonly dueAt: number | undefined;
  readonly assignees: readonly string[];
  /** What people are shown, encoded; "" for callbacks. */
  readonly shown: string;
  /** What was wrong with the last answer, a raw text; undefined where nothing was. */
  readonly problem: string | undefined;
}

/** What a batch changes of the openings of a run. */
export type OpeningChange =
  /** Replaces one of the same name. */
  | { readonly do: "open"; readonly opening: Opening }
  /** An answer did not fit: another one may be given. */
  | { readonly do: "refuse"; readonly op: string; readonly problem: string }
  /** Nothing answers it any more; answers that came and were not taken are forgotten. */
  | { readonly do: "close"; readonly op: string };

export interface AskFilter {
  readonly assignee?: string;
  readonly workflow?: string;
  /** Id of a run: its newest generation. */
  readonly run?: string;
}

/** A question that is open, with its run. */
export interface AskRow extends Omit<Opening, "kind"> {
  readonly run: string;
  readonly workflow: string;
}

export interface AskPage {
  readonly items: readonly AskRow[];
  /** Undefined on the last page. */
  readonly next: string | undefined;
}
