/**
 * Values that steps, or runs, share, by the hash of step or workflow and key. `expires_at` is null for one that never expires and 0 where there
 * is none yet: then run, claim and op name who computes it. That holds while the run is running under this claim; without
 * a claim, while it is pending, running or waiting.
 */
export const cacheSchema = `
CREATE TABLE step_cache (
  namespace INTEGER NOT NULL,
  hash TEXT NOT NULL,
  value TEXT,
  expires_at INTEGER,
  run INTEGER,
  claim INTEGER,
  op TEXT,
  PRIMARY KEY (namespace, hash)
) STRICT;
CREATE INDEX step_cache_expires ON step_cache (namespace, expires_at) WHERE expires_at IS NOT NULL;
`;
