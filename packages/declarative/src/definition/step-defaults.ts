/** How often and how long something may be tried. */

/** What stages take over from above where they say nothing: from their job, then from the workflow's `defaults`. */
export interface StepDefaults {
  readonly retry?: Retry;
  /** Milliseconds, or a template of a duration. */
  readonly timeoutMs?: number | string;
}

/** Attempts of a stage or job. Texts are templates. */
export interface Retry {
  /** The first attempt included; a template gives the number of repetitions, one less. */
  readonly maxAttempts: number | string;
  readonly initialMs: number;
  readonly factor: number;
  readonly maxMs: number;
  /** The most that chance adds to a wait, as a part of it. */
  readonly jitter: number;
}
