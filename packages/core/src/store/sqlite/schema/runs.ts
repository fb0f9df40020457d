/** One row per generation of a run, with what claims and lists find it by. */
export const runsSchema = `
CREATE TABLE runs (
  key INTEGER PRIMARY KEY,
  namespace INTEGER NOT NULL,
  id TEXT NOT NULL,
  generation INTEGER NOT NULL,
  superseded INTEGER NOT NULL DEFAULT 0,
  continued INTEGER NOT NULL DEFAULT 0,
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
  claims_before INTEGER NOT NULL DEFAULT 0,
  ready INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER,
  cancel_requested_at INTEGER,
  cancel_reason TEXT,
  pause_requested_at INTEGER,
  deaths INTEGER NOT NULL DEFAULT 0,
  lone_deaths INTEGER NOT NULL DEFAULT 0,
  parent TEXT,
  root TEXT,
  detached INTEGER NOT NULL DEFAULT 0,
  life INTEGER NOT NULL DEFAULT 1,
  needs TEXT,
  in_line TEXT,
  expires_at INTEGER,
  imported_at INTEGER,
  forked_from TEXT,
  forked_at INTEGER,
  pins INTEGER NOT NULL DEFAULT 0,
  build TEXT,
  CHECK ((owner IS NOT NULL) = (state = 'running')),
  CHECK ((ended_at IS NOT NULL) = (state = 'completed' OR state = 'failed' OR state = 'cancelled' OR state = 'timed_out')),
  CHECK (ready = 0 OR (state = 'pending' AND due_at IS NULL)),
  CHECK (due_at IS NULL OR state = 'pending' OR state = 'waiting'),
  CHECK (in_line IS NULL OR (state = 'pending' AND ready = 0)),
  CHECK (build IS NULL OR pins = 1),
  CHECK (state <> 'pending' OR ready = 1 OR due_at IS NOT NULL OR in_line IS NOT NULL)
) STRICT;
CREATE UNIQUE INDEX runs_newest ON runs (namespace, id) WHERE superseded = 0;
CREATE UNIQUE INDEX runs_superseded ON runs (namespace, id, generation) WHERE superseded = 1;
CREATE INDEX runs_ready ON runs (namespace, workflow, queue, priority DESC, available_at)
  WHERE ready = 1 AND deaths < 2 AND build IS NULL;
CREATE INDEX runs_pinned ON runs (namespace, build, workflow, queue, priority DESC, available_at)
  WHERE ready = 1 AND deaths < 2 AND build IS NOT NULL;
CREATE INDEX runs_suspect ON runs (namespace, workflow, queue, lone_deaths, priority DESC, available_at)
  WHERE ready = 1 AND deaths >= 2;
CREATE INDEX runs_due ON runs (namespace, workflow, queue, due_at) WHERE due_at IS NOT NULL AND build IS NULL;
CREATE INDEX runs_pinned_due ON runs (namespace, build, workflow, queue, due_at)
  WHERE due_at IS NOT NULL AND build IS NOT NULL;
CREATE INDEX runs_due_priority ON runs (namespace, workflow, queue) WHERE due_at IS NOT NULL AND priority <> 0;
CREATE INDEX runs_expires ON runs (namespace, expires_at) WHERE expires_at IS NOT NULL AND state = 'pending';
CREATE INDEX runs_created ON runs (namespace, created_at) WHERE superseded = 0;
CREATE INDEX runs_state ON runs (namespace, state, created_at) WHERE superseded = 0;
CREATE INDEX runs_parent ON runs (namespace, parent, created_at) WHERE superseded = 0 AND parent IS NOT NULL;
CREATE INDEX runs_workflow ON runs (namespace, workflow, state, created_at) WHERE superseded = 0 AND state <> 'running';
`;
