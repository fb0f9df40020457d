/** What a session is made of, and what it gives to an interactive transaction. */
import type { StoreOptions } from "../port.ts";
import type { Connection } from "./driver.ts";
import type { Place } from "./place.ts";

export interface SessionParts extends Required<Omit<StoreOptions, "damaged">> {
  readonly place: Place;
  readonly db: Connection;
  readonly label: string;
}

/** For a transaction in the midst of which others have their say. */
export interface Bounds {
  /** Something of the engine's own in it: what fails in it is the store's failure. */
  engine<T>(fn: () => T): T;
  /** Ends it well. @throws as write */
  commit(): void;
}
