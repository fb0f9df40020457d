/**
 * The tables, as numbered migrations. A migration that was released is never edited (its checksum is in the
 * databases); a change is another migration that only adds, so that the release before keeps working.
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

const runs = `
CREATE TABLE runs (
  key INTEGER PRIMARY KEY,
  namespace INTEGER NOT NULL,
  id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  workflow TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state = 'pending' OR state = 'running' OR state = 'waiting' OR state = 'paused'
    OR state = 'blocked' OR state = 'completed' OR state = 'failed' OR state = 'cancelled' OR state = 'timed_out'),
  input TEXT,
  output TEXT,
  error TEXT,
  why TEXT,
  title TEXT,
  tags TEXT,
  attributes TEXT,
  seed TEXT NOT NULL,
  behaviours TEXT NOT NULL,
  module TEXT NOT NULL,
  queue TEXT NOT NULL,
  priority INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  available_at INTEGER NOT NULL,
  clock_at INTEGER,
  started_at INTEGER,
  ended_at INTEGER,
  wake_at INTEGER,
  timeout_ms INTEGER,
  paused_ms INTEGER NOT NULL DEFAULT 0,
  paused_at INTEGER,
  owner INTEGER,
  claim INTEGER NOT NULL DEFAULT 0,
  ready INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  cancel_requested_at INTEGER,
  cancel_reason TEXT,
  pause_requested_at INTEGER,
  deaths INTEGER NOT NULL DEFAULT 0,
  CHECK ((owner IS NOT NULL) = (state = 'running')),
  CHECK ((ended_at IS NOT NULL) = (state = 'completed' OR state = 'failed' OR state = 'cancelled' OR state = 'timed_out')),
  CHECK (ready = 0 OR (state = 'pending' AND due_at IS NULL)),
  CHECK (due_at IS NULL OR state = 'pending' OR state = 'waiting'),
  CHECK (state <> 'pending' OR ready = 1 OR due_at IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX runs_newest ON runs (namespace, id) WHERE superseded = 0;
CREATE UNIQUE INDEX runs_superseded ON runs (namespace, id, generation) WHERE superseded = 1;
CREATE INDEX runs_ready ON runs (namespace, workflow, queue, priority DESC, available_at)
  WHERE ready = 1 AND deaths < 2;
CREATE INDEX runs_suspect ON runs (namespace, workflow, queue, priority DESC, available_at)
  WHERE ready = 1 AND deaths >= 2;
CREATE INDEX runs_due ON runs (namespace, workflow, queue, due_at) WHERE due_at IS NOT NULL;
CREATE INDEX runs_created ON runs (namespace, created_at) WHERE superseded = 0;
CREATE INDEX runs_state ON runs (namespace, state, created_at) WHERE superseded = 0;
CREATE INDEX runs_workflow ON runs (namespace, workflow, state, created_at) WHERE superseded = 0 AND state <> 'running';
CREATE TABLE run_inputs (run INTEGER PRIMARY KEY, value TEXT NOT NULL) STRICT;
CREATE TABLE run_tags (
  namespace INTEGER NOT NULL, tag TEXT NOT NULL, created_at INTEGER NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (namespace, tag, created_at, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_tags_run ON run_tags (run);
CREATE TABLE run_attributes (
  run INTEGER NOT NULL, name TEXT NOT NULL, value ANY NOT NULL, namespace INTEGER NOT NULL, created_at INTEGER NOT NULL,
  PRIMARY KEY (run, name)
) STRICT, WITHOUT ROWID;
CREATE INDEX run_attributes_value ON run_attributes (namespace, name, value, created_at, run);
CREATE TABLE run_data (run INTEGER NOT NULL, key TEXT NOT NULL, value TEXT NOT NULL) STRICT;
CREATE UNIQUE INDEX run_data_key ON run_data (run, key);
`;

const first = `
CREATE TABLE namespaces (key INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE workers (
  key INTEGER PRIMARY KEY AUTOINCREMENT,
  namespace INTEGER NOT NULL,
  name TEXT NOT NULL,
  build TEXT NOT NULL,
  machine TEXT NOT NULL,
  boot TEXT NOT NULL,
  pid_namespace TEXT NOT NULL,
  pid INTEGER NOT NULL,
  process_started TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  beat_at INTEGER NOT NULL,
  dead_at INTEGER,
  batch TEXT,
  result TEXT
) STRICT;
CREATE TABLE batches (id TEXT PRIMARY KEY, at INTEGER NOT NULL, result TEXT) STRICT, WITHOUT ROWID;
CREATE INDEX batches_at ON batches (at);
${runs}
CREATE TABLE journal (
  run INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  kind TEXT NOT NULL,
  op TEXT NOT NULL,
  at INTEGER NOT NULL,
  attempt INTEGER NOT NULL,
  value TEXT,
  checksum INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX journal_position ON journal (run, seq);
CREATE TABLE logs (
  position INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  op TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  n INTEGER NOT NULL,
  at INTEGER NOT NULL,
  level TEXT NOT NULL,
  text TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX logs_line ON logs (run, op, attempt, n);
CREATE INDEX logs_run ON logs (run);
CREATE TABLE activity (
  run INTEGER NOT NULL,
  op TEXT NOT NULL,
  attempt INTEGER NOT NULL,
  worker INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  heartbeat TEXT,
  done REAL,
  total REAL,
  PRIMARY KEY (run, op)
) STRICT;
CREATE INDEX activity_worker ON activity (worker);
CREATE TABLE notices (
  key INTEGER PRIMARY KEY, worker INTEGER NOT NULL, run INTEGER NOT NULL, kind TEXT NOT NULL
) STRICT;
CREATE INDEX notices_worker ON notices (worker);
`;

export const migrations: readonly Migration[] = [{ number: 1, name: "first", sql: first, worksFrom: 1 }];

/** The schema that this version writes. */
export const knownSchema = migrations.length;

export function migrationChecksum(migration: Migration): number {
  return crc32(migration.sql);
}
