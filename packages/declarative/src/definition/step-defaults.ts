/** How often and how long something may be tried. */

/** Of a stage, or of a job as a whole; as `defaults` of a workflow, what its stages take over where they say nothing. */
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
