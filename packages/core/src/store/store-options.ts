/** What an engine tells the store that it opens. */
import type { Host } from "../host/port.ts";
import type { StepwellError } from "../model/errors.ts";
import type { SameValue } from "../model/start-policy.ts";

export interface StoreOptions {
  readonly host: Host;
  readonly namespace: string;
  /**
   * Called when the store turns out to be damaged after it was opened; nothing is written to it from then on.
   * Absent where nothing is executed: what takes long is then not looked for.
   */
  readonly damaged?: (error: StepwellError) => void;
  /** How inputs are compared, as they may be encrypted. Default: what encoded texts say themselves. */
  readonly sameValue?: SameValue;
}
