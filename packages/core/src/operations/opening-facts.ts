/** What a waiting operation has open to others. */
/** Its name is the operation's id. */
export interface OpeningFacts {
  readonly kind: "ask" | "callback";
  /** Ms. */
  readonly askedAt: number;
  readonly dueAt: number | undefined;
  readonly assignees: readonly string[];
  /** What people are shown, encoded; "" for nothing. */
  readonly shown: string;
  /** What was wrong with the last answer. */
  readonly problem: string | undefined;
}
