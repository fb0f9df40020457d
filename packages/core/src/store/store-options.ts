/** What an engine tells the store that it opens. */
import type { Host } from "../host/port.ts";
import type { SameValue } from "../model/start-policy.ts";

export interface StoreOptions {
  readonly host: Host;
  readonly namespace: string;
  /** How inputs are compared, as they may be encrypted. Default: what encoded texts say themselves. */
  readonly sameValue?: SameValue;
}
