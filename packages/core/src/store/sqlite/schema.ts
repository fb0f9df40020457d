/**
 * The tables (one file per area in schema/), as numbered migrations. A migration that was released is never edited (its
 * checksum is in the databases); a change is another migration that only adds, so that the release before works on.
 *
 * Why this layout (runtime-notes.md §2): a run has an integer key, its public id is in `runs` only; journal and
 * logs are append-only with an index on the run, so a commit dirties few pages. Large inputs are kept apart,
 * because SQLite writes a whole row anew, overflow pages included, whenever a state changes. Every index on `runs`
 * costs a page at each start and end: there is none that another can stand in for (running runs are few: those of a
 * worker or workflow are found through runs_state), no foreign key, and no AUTOINCREMENT (a table of its own), so
 * whoever deletes runs must leave the one with the highest key. `a = x OR a = y` instead of IN: SQLite makes a table of
 * its own for the list at every execution, which costs as much as the rest of the row.
 */
import { crc32 } from "node:zlib";
import { activitySchema } from "./schema/activity.ts";
import { asksSchema } from "./schema/asks.ts";
import { blobsSchema } from "./schema/blobs.ts";
import { cacheSchema } from "./schema/cache.ts";
import { countsSchema } from "./schema/counts.ts";
import { documentsSchema } from "./schema/documents.ts";
import { inboxSchema } from "./schema/inbox.ts";
import { journalSchema } from "./schema/journal.ts";
import { placesSchema } from "./schema/places.ts";
import { removalSchema } from "./schema/removal.ts";
import { runValuesSchema } from "./schema/run-values.ts";
import { runsSchema } from "./schema/runs.ts";
import { workersSchema } from "./schema/workers.ts";

export interface Migration {
  readonly number: number;
  readonly name: string;
  readonly sql: string;
  /** The oldest schema number whose code still works on a database that has this migration. */
  readonly worksFrom: number;
}

/** "Stpw": marks the file as ours (PRAGMA application_id). */
export const applicationId = 0x53_74_70_77;

/** Encoded inputs above this go to run_inputs. */
export const inlineInputMax = 1024;

const first = [
  workersSchema,
  runsSchema,
  runValuesSchema,
  journalSchema,
  inboxSchema,
  blobsSchema,
  asksSchema,
  activitySchema,
  countsSchema,
  removalSchema,
  placesSchema,
  cacheSchema,
  documentsSchema,
].join("");

export const migrations: readonly Migration[] = [{ number: 1, name: "first", sql: first, worksFrom: 1 }];

/** The schema that this version writes. */
export const knownSchema = migrations.length;

export function migrationChecksum(migration: Migration): number {
  return crc32(migration.sql);
}
