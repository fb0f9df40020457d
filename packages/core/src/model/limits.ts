/**
 * Every limit and default, with its unit in the name and the reason for it.
 * "Estimate" marks a number that nothing was measured for.
 */
import { assert } from "./assert.ts";

/** Every limit and default of the core; the unit is in the name. */
export const limits = {
  /** Encoded size of one value. A journal is for results, not for files; larger rows also slow every replay. Estimate. */
  valueBytes: 1024 * 1024,
  /** The most that an engine may allow for a value. A whole one has to fit the memory several times over. Estimate. */
  valueMostBytes: 64 * 1024 * 1024,
  /** Up to this a value stands in its row, larger ones apart and each once. Counted in characters, which is quick. */
  inlineValueBytes: 1024 * 1024,
  /** The least that an engine may allow for a value: what went wrong must fit, with stack and causes. Estimate. */
  valueLeastBytes: 16 * 1024,
  /** Size of one group commit. Bounds how long one transaction can hold the event loop. Estimate. */
  batchBytes: 4_000_000,
  /** Entries of one group commit. Rows per second no longer grow beyond this (runtime-notes.md §2). */
  batchEntries: 1_000,
  /** How deep values may nest: all kinds fit the stack, also when called from far down (value/codec.test.ts tries it). */
  depthMax: 500,

  /** A worker silent for this long is dead, by the store's clock. Long enough for a garbage collection or a slow disk. */
  leaseMs: 30_000,
  /** How often a worker says that it lives: three chances before the lease lapses. */
  heartbeatMs: 10_000,
  /** How long the main loop may stand still before its heartbeat thread stops speaking for it. Estimate. */
  loopStallMs: 300_000,
  /** From when on it is told that the main loop stood still. What is shorter, garbage collections do, too. Estimate. */
  loopLagMs: 1_000,
  /** How long a body may go on after its AbortSignal fired, before its result is ignored. Estimate. */
  cancelGraceMs: 10_000,
  /** Timers and messages from before a cancel or timeout that still go first: code that sleeps for nothing in a loop would never end. Estimate. */
  eventsBeforeEnd: 1_000,
  /** How long a body in a process may go on after its attempt is over: its process is ended then. Estimate. */
  processOverGraceMs: 2_500,
  /** Between SIGTERM and SIGKILL. Who wants to clean up has had its AbortSignal. Estimate. */
  processTermMs: 1_000,
  /** How long a process of tasks is kept without a job: a start costs some 100 ms, an idle one some 50 MB. Estimate. */
  processIdleMs: 30_000,
  /** No process outlives its attempt by more. */
  processOutlivesMs: 5_000,
  /** The least heap that a process for tasks may be given: with less Node does not come up. Estimate. */
  processHeapLeastBytes: 32 * 1024 * 1024,
  /** A file up to this size is checked before it is opened, where its last process died: 50 ms at most. */
  checkAtOnceBytes: 8 * 1024 * 1024,
  /** How long a run whose turn it is keeps others behind it back while no worker takes it. Estimate. */
  turnMs: 2_000,
  /** Waits of at least this are stored as timers; shorter ones are not worth a commit. */
  durableTimerMs: 1_000,
  /** A body that runs longer is announced to others; most end before and cost nothing. */
  announceAfterMs: 500,

  /** Runs that one worker executes at a time. Idle ones hold no memory, so this bounds only the active. */
  activeRuns: 1_000,
  /** Finished or parked runs kept in memory, so that a loop of signals need not be replayed each time. Estimate. */
  hotRuns: 1_000,
  /**
   * Runs taken by one claim: one commit serves many, and a neighbour still gets its share. Their journals are read at
   * once, so more would hold the event loop for long; 500 let no more runs go on per second (W4).
   */
  claimBatch: 100,
  /** Deaths in a row of a suspect that executed quite alone, until it is blocked. Twice can be chance. */
  poisonDeaths: 3,
  /** Deaths from which on a suspect executes alone, so that bystanders are never blamed. */
  suspectAlone: 2,
  /**
   * How long a worker takes nothing besides a suspect that it executes alone; twice as long after each further death,
   * so that it is also found alone when it needs long to end its process. Most steps end sooner. Estimate.
   */
  trialMs: 5_000,
  /** The longest of these: nobody else's work stands still longer. */
  trialMaxMs: 3_600_000,
  /** How long a worker takes no others so that what it executes may end before a suspect begins. Estimate. */
  drainMs: 5_000,

  /** Code points in a run's id: what a key column and a URL take easily. */
  idMaxCodePoints: 255,
  /** Code points in the name of a workflow, task, step or signal. */
  nameMaxCodePoints: 200,
  /** The longest duration, 10 years of 365.25 days: longer ones are a wrong unit rather than a wish. */
  durationMaxMs: 315_576_000_000,

  /** How long a run is kept after it completed or was cancelled: 30 days. */
  retentionCompletedMs: 2_592_000_000,
  /** After it failed or timed out: 90 days. Somebody may still want to know, or to retry it. */
  retentionFailedMs: 7_776_000_000,
  /** How often a worker looks for runs to remove. Estimate. */
  retentionEveryMs: 3_600_000,
  /** The first look after it was opened; a process that is there for one run ends before. Estimate. */
  retentionFirstMs: 60_000,
  /** How far the wall clock may run away from the monotonic one between two looks, until one is left out. Estimate. */
  retentionJumpMs: 600_000,

  /** Ids that a part of them may mean, until nobody could choose among them. Estimate. */
  idsLike: 10,
  /** Rows that one page of a list may ask for. */
  listPageMax: 200,
  /** Rows of a page when nothing is asked: a screen or two. */
  listPageDefault: 50,
  /** Counting stops here and says "10,000+": a count must not cost a scan of the table. */
  countCap: 10_000,
  /** Log lines kept of one step; the last one says that there were more. Estimate. */
  logLinesPerStep: 1_000,
  /** Encoded size of one log line; the rest is cut off. Estimate. */
  logLineBytes: 8 * 1024,

  /** Attempts of a step, the first one included. */
  retryMaxAttempts: 4,
  /** Wait before the second attempt. */
  retryInitialMs: 1_000,
  /** By how much each further wait grows. */
  retryFactor: 2,
  /** The longest wait between two attempts, before jitter. */
  retryMaxMs: 60_000,
  /** The most that chance adds to a wait, as a part of it: spreads the retries of runs that failed together. */
  retryJitter: 0.5,
} as const;

assert(limits.heartbeatMs * 3 <= limits.leaseMs, "a worker has three chances to renew its lease");
assert(limits.leaseMs < limits.loopStallMs, "the heartbeat thread bridges a stall longer than the lease");
assert(limits.cancelGraceMs < limits.leaseMs, "a cancelled body ends before its worker could be taken for dead");
assert(
  limits.processOverGraceMs + limits.processTermMs < limits.processOutlivesMs,
  "a process is gone in time after its attempt",
);
assert(limits.announceAfterMs <= limits.durableTimerMs, "what is worth a timer is worth an announcement");
assert(limits.valueLeastBytes <= limits.valueBytes, "the default is a legal one");
assert(limits.valueBytes <= limits.valueMostBytes, "the default is a legal one");
assert(limits.valueBytes <= limits.inlineValueBytes, "what the default allows stands in its place");
assert(limits.valueBytes * 2 <= limits.batchBytes, "a batch holds the largest value with room for others");
assert(limits.logLineBytes < limits.valueBytes, "a log line is less than a value");
assert(limits.claimBatch <= limits.activeRuns, "a claim never takes more than a worker may execute");
assert(limits.claimBatch <= limits.batchEntries, "a claim fits a batch");
assert(limits.trialMs <= limits.trialMaxMs, "the first trial is not the longest");
assert(limits.suspectAlone < limits.poisonDeaths, "a suspect has executed alone before it is blocked");
assert(limits.nameMaxCodePoints <= limits.idMaxCodePoints, "a name can be an id");
assert(limits.listPageDefault <= limits.listPageMax, "the default page is a legal one");
assert(limits.listPageMax <= limits.countCap, "a page is never longer than what is counted");
assert(limits.retentionCompletedMs <= limits.retentionFailedMs, "what failed is kept no less long");
assert(limits.retentionFirstMs <= limits.retentionEveryMs, "the first look is not later than the second");
assert(limits.retryInitialMs <= limits.retryMaxMs, "the first wait is not the longest");
