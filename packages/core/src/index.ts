/** @stepwell/core: what users import. Every public name stands here; a test holds the list. */
import "./host/needed-node.ts";

export type { AnswerOptions } from "./engine/answer.ts";
export type { Approval, ApprovalFilter, ApprovalList } from "./engine/approvals.ts";
export type { CheckDeployOptions, DeployCheck, RunReplay } from "./engine/check-deploy.ts";
export type { StepActOptions } from "./engine/decide-step.ts";
export type {
  DocumentList,
  DocumentName,
  Documents,
  DocumentsChange,
  PutDocumentOptions,
  StoredDocument,
} from "./engine/documents.ts";
export { Stepwell } from "./engine/engine.ts";
export type { EngineEvents, EngineListener, EventRun } from "./engine/engine-events.ts";
export type { ExecutingStep } from "./engine/executing-steps.ts";
export type { ForkOptions } from "./engine/fork-position.ts";
export type { GcOptions, GcResult } from "./engine/gc.ts";
export { RunHandle } from "./engine/handle.ts";
export type { JournalEntry } from "./engine/journal.ts";
export type { Limits, LimitUse } from "./engine/limits.ts";
export type { ListFilter, PageOptions, RunList } from "./engine/list.ts";
export type { RetryRunOptions } from "./engine/next-generation.ts";
export type { DefaultSettings, GuardMode, OpenOptions, WorkerSettings } from "./engine/open-options.ts";
export { definePlugin, type Plugin, type PluginEngine } from "./engine/plugins.ts";
export type { Queues, QueueUse } from "./engine/queues.ts";
export type { ResultOptions } from "./engine/result.ts";
export type { ResumeOptions } from "./engine/resume-options.ts";
export type { RetentionOptions } from "./engine/retention-options.ts";
export type { RotateResult } from "./engine/rotate.ts";
export type { EntryExport, GenerationExport, RunExport } from "./engine/run-document.ts";
export type { RunDetails, RunView } from "./engine/run-view.ts";
export type { SignalSendOptions } from "./engine/send-signal.ts";
export type { StartItem, StartManyResult } from "./engine/start-arguments.ts";
export type { StartOptions } from "./engine/start-options.ts";
export type { QueueStats, RunStats, Stats, StatsFilter, WorkflowStats } from "./engine/stats.ts";
export type { ExportOptions, ImportOptions } from "./engine/transfer.ts";
export type { RunEventItem } from "./engine/watch.ts";
export { nodeHost } from "./host/node.ts";
export type {
  Host,
  HostProcess,
  HostProcessOptions,
  HostThread,
  PointName,
  ProcessEnd,
  ProcessProof,
  Timer,
  TimerOptions,
} from "./host/port.ts";
export type { AttributeValue } from "./model/attribute.ts";
export type { Bytes } from "./model/bytes.ts";
export { type Duration, formatMs, toMs } from "./model/duration.ts";
export type { Entry, EntryKind } from "./model/entry.ts";
export { type CatalogueEntry, catalogue } from "./model/error-catalogue.ts";
export { type CoreErrorCode, failure, fromCatalogue, isFailure, StepwellError } from "./model/errors.ts";
export { limits } from "./model/limits.ts";
export type { LogLevel } from "./model/log.ts";
export type { RetryOptions } from "./model/retry.ts";
export { NonRetryableError, RetryAfter } from "./model/retry-signals.ts";
export {
  ChildRunFailed,
  type CompensationError,
  messageOf,
  RunCancelled,
  RunFailed,
  RunTimedOut,
  StepFailed,
} from "./model/run-errors.ts";
export { type KeptPart, type PartNews, partKey, partsKey, type RunPart } from "./model/run-parts.ts";
export { isFinished, type RunState, runStates, stateMeanings } from "./model/run-state.ts";
export { RunTree } from "./model/run-tree.ts";
export type {
  LegCounts,
  RowState,
  RunTreeRow,
  TreeActivity,
  TreeChange,
  TreeEntry,
  TreeFacts,
  TreeProgress,
} from "./model/run-tree-row.ts";
export { formatNumber } from "./model/run-tree-summary.ts";
export type { Schema } from "./model/schema.ts";
export type { OnConflict } from "./model/sharing.ts";
export type { Sql, SqlInput, SqlOutput, SqlRows } from "./model/sql.ts";
export { type EncryptionOptions, encryption, type ValueCodec } from "./model/value/encryption.ts";
export type { AskOptions } from "./operations/ask.ts";
export type { BodyContext } from "./operations/body-context.ts";
export type { CacheOptions } from "./operations/cache.ts";
export type { Callback, CallbackOptions } from "./operations/callback.ts";
export type { ChildOptions, StartChildOptions } from "./operations/child-run.ts";
export { current, type WorkflowContext } from "./operations/context.ts";
export type { MapOptions } from "./operations/map.ts";
export type { PollOptions } from "./operations/poll.ts";
export type { Branch, Winner } from "./operations/race.ts";
export type { ReceiveOptions } from "./operations/receive.ts";
export type { ScopeOptions } from "./operations/scope.ts";
export type {
  ConcurrencyOptions,
  LimitNeed,
  RateLimitOptions,
  ShareKey,
  SharingOptions,
  WorkflowSharing,
} from "./operations/sharing-options.ts";
export { type Signal, type SignalOptions, signal } from "./operations/signal.ts";
export type { ChildHandle } from "./operations/start-child.ts";
export type { Startable } from "./operations/startable.ts";
export type { StepOptions } from "./operations/step-options.ts";
export { type AnyTask, isTask, type Task, type TaskOptions, task } from "./operations/task.ts";
export type { TimeLimit, TimeLimitOptions } from "./operations/time-limit.ts";
export type { TransactionOptions } from "./operations/transaction.ts";
export {
  type AnyWorkflow,
  isWorkflow,
  type Versioning,
  type Workflow,
  type WorkflowOptions,
  workflow,
} from "./operations/workflow.ts";
export type { StoreFinding } from "./store/check/finding.ts";
export { inspectStore, type StoreInspection } from "./store/check/inspect-store.ts";
export { memory } from "./store/memory/memory.ts";
export type { ActivityRow, Serves, Store, StoredLog, StoreOptions, StoreProvider, WorkerRow } from "./store/port.ts";
export { type SqliteOptions, sqlite } from "./store/sqlite/index.ts";
