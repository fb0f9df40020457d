/**
 * What runs share. `needs` has a row per unfinished run and place: held, in line, or neither yet; occupancy is the sum
 * over the held ones. `heir_of` is the run whose place it goes on with: an ancestor. Runs that share nothing have no rows.
 */
export const placesSchema = `
CREATE TABLE needs (
  run INTEGER NOT NULL,
  place TEXT NOT NULL,
  namespace INTEGER NOT NULL,
  units INTEGER NOT NULL,
  capacity INTEGER,
  limit_name TEXT,
  period_ms INTEGER,
  keep INTEGER NOT NULL,
  held INTEGER NOT NULL DEFAULT 0,
  line INTEGER NOT NULL DEFAULT 0,
  rank INTEGER NOT NULL,
  since INTEGER NOT NULL,
  turn_at INTEGER,
  heir_of INTEGER,
  PRIMARY KEY (run, place),
  CHECK (held = 0 OR line = 0),
  CHECK (heir_of IS NULL OR (held = 0 AND line = 0)),
  CHECK (turn_at IS NULL OR line = 1)
) STRICT, WITHOUT ROWID;
CREATE INDEX needs_place ON needs (namespace, place, held, units);
CREATE INDEX needs_line ON needs (namespace, place, rank, since, run) WHERE line = 1;
CREATE INDEX needs_heir ON needs (heir_of, place) WHERE heir_of IS NOT NULL;
CREATE INDEX needs_turn ON needs (namespace, turn_at) WHERE turn_at IS NOT NULL;
CREATE TABLE rate_tokens (
  namespace INTEGER NOT NULL, place TEXT NOT NULL, until_at INTEGER NOT NULL, run INTEGER NOT NULL,
  PRIMARY KEY (namespace, place, until_at, run)
) STRICT, WITHOUT ROWID;
CREATE INDEX rate_tokens_until ON rate_tokens (until_at);
CREATE TABLE limits (
  namespace INTEGER NOT NULL, name TEXT NOT NULL, units INTEGER NOT NULL,
  PRIMARY KEY (namespace, name)
) STRICT, WITHOUT ROWID;
CREATE TABLE queues (
  namespace INTEGER NOT NULL, name TEXT NOT NULL, paused_at INTEGER NOT NULL,
  PRIMARY KEY (namespace, name)
) STRICT, WITHOUT ROWID;
`;
