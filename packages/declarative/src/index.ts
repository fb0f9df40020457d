/** @stepwell/declarative: workflows as data. Every public name stands here. */
import "@stepwell/core";

export type { Concurrency } from "./definition/concurrency.ts";
export type { Defaults, Definition, Sla } from "./definition/definition.ts";
export { everyStage } from "./definition/every-stage.ts";
export { hashOf } from "./definition/hash.ts";
export type { Artifact, Artifacts, Axis, Job, Strategy, TriggerRule } from "./definition/job.ts";
export type { Json, JsonMap } from "./definition/json.ts";
export type { ParamDefinition, ParamType, TemplateUse } from "./definition/param.ts";
export type { RunsOn } from "./definition/runs-on.ts";
export type { Stage, StageBranch } from "./definition/stage.ts";
export type { Retry, StepDefaults } from "./definition/step-defaults.ts";
export type {
  CronTrigger,
  EventTrigger,
  ManualTrigger,
  PluginTrigger,
  Trigger,
  WebhookTrigger,
  WorkflowTrigger,
} from "./definition/trigger.ts";
export {
  type ApplyOptions,
  applyChanges,
  type DeployChange,
  type DeployedView,
  type DeployOptions,
  deployChanges,
} from "./deploy/apply.ts";
export {
  type DeployedDefinition,
  type DeployedLimit,
  type DeployedSchedule,
  type Deployment,
  Deployments,
  type PutDeployment,
} from "./deploy/deployments.ts";
export { DefinitionInvalid } from "./diagnosis/definition-invalid.ts";
export type { Place } from "./diagnosis/place.ts";
export { type Location, type Problem, problem, type Report } from "./diagnosis/problem.ts";
export { inOrder, renderProblem, renderProblems } from "./diagnosis/render.ts";
export { WorkflowError } from "./diagnosis/workflow-error.ts";
export {
  type DeclarativeErrorCode,
  type DeclarativeFactsOf,
  declarativeCatalogue,
  declarativeFailure,
} from "./errors.ts";
export { matches, transform, validate } from "./evaluate-in-thread/evaluate-in-thread.ts";
export { checkExpression, type Known, type KnownMembers, type KnownNames, type Members } from "./expressions/check.ts";
export { Decimal } from "./expressions/decimal.ts";
export { evaluate, evaluateCondition } from "./expressions/evaluate.ts";
export { explain } from "./expressions/explain.ts";
export { type Expression, type Parsed, parseCondition, parseExpression } from "./expressions/expression.ts";
export { builtInFunctions } from "./expressions/functions/index.ts";
export { type ClockFace, IsoTime } from "./expressions/iso-time.ts";
export type { PlaceOf } from "./expressions/place-of.ts";
export { calledFunctions, type Reference, type ReferenceName, references } from "./expressions/references.ts";
export type { Arity, EvaluationScope, Example, ExpressionFunction, Filter } from "./expressions/scope.ts";
export { Secret } from "./expressions/secret.ts";
export { isTemplate, parseTemplate, render, type Template } from "./expressions/template.ts";
export { builtInFilters } from "./filters/index.ts";
export { jsonSchema } from "./format/json-schema.ts";
export { reference } from "./format/reference.ts";
export type {
  AnyShape,
  DurationShape,
  EitherShape,
  ExpressionShape,
  Field,
  Fields,
  FlagShape,
  ListShape,
  MapShape,
  NumberShape,
  RecordShape,
  RecordSource,
  ScriptShape,
  Shape,
  StagesShape,
  TextRule,
  TextShape,
  WordShape,
} from "./format/shape.ts";
export type { StageShape, StageSource } from "./format/stage-shape.ts";
export type { TriggerShape } from "./format/trigger-shape.ts";
export type { AuditJob, AuditRecord, AuditSink } from "./interpret/audit-record.ts";
export type { Board } from "./interpret/board.ts";
export { type DefinitionOptions, definitionWorkflow } from "./interpret/definition-workflow.ts";
export { type RunFolder, removeRunFolders, runFolders } from "./interpret/left-folders.ts";
export { ParamKeys } from "./interpret/param-keys.ts";
export type {
  ErrorRecord,
  JobRecord,
  LegRecord,
  ResultContext,
  StageRecord,
  StageRecords,
} from "./interpret/records.ts";
export {
  type AuditInput,
  type KeptParts,
  type KeptStages,
  type ReleaseInput,
  type ReleaseType,
  type RunInput,
  releaseTypes,
} from "./interpret/run-input.ts";
export { usedTasks } from "./interpret/run-tasks.ts";
export { makeServices, type Services, type ServicesOptions } from "./interpret/services.ts";
export { Templates } from "./interpret/templates.ts";
export { writeAuditFile } from "./interpret/write-audit-file.ts";
export type { Language } from "./load/check-expressions.ts";
export type { TemplateFiles } from "./load/files.ts";
export { definitionsOf, type Loaded, type LoadOptions, loadData, loadPath, loadText } from "./load/load.ts";
export { type NamedWorkflow, namedElsewhere, namesOf, unknownWorkflows, type WorkflowNames } from "./load/starts.ts";
export { checkParam, type ParamFault } from "./params/check-param.ts";
export { ParamError, type ParamProblem } from "./params/param-error.ts";
export { paramValues, type ResolveOptions, resolveParams } from "./params/resolve-params.ts";
export { hasSecretParams, type ParamSealing } from "./params/sealed-params.ts";
export type { Difference } from "./plan/differences.ts";
export type { NeededProgram, Surroundings } from "./plan/missing.ts";
export type {
  Deployed,
  Missing,
  Plan,
  PlannedJob,
  PlannedLegs,
  PlannedParam,
  PlannedSchedule,
  PlannedStage,
} from "./plan/plan.ts";
export { type PlanOptions, planDefinition } from "./plan/plan-definition.ts";
export { configuredPlugins } from "./plugins/configured-plugins.ts";
export { Extensions } from "./plugins/extensions.ts";
export { type LoggingOptions, logging } from "./plugins/logging.ts";
export { type MonitoringOptions, monitoring } from "./plugins/monitoring.ts";
export { type NotificationOptions, notification } from "./plugins/notification.ts";
export { markdown } from "./render/markdown.ts";
export { mermaid } from "./render/mermaid.ts";
export { bind, withoutTemplates } from "./scripts/bind.ts";
export type {
  BindOptions,
  BoundName,
  BoundScript,
  NameKind,
  ScriptDetails,
  ScriptProblem,
  Shell,
} from "./scripts/bound-script.ts";
export { findProgram, requireShell } from "./scripts/process/find-program.ts";
export type { OutputLine, RunScriptOptions, ScriptRun, StartedGroup } from "./scripts/process/run-options.ts";
export { runScript } from "./scripts/process/run-script.ts";
export { requireLimits, type ScriptLimits } from "./scripts/process/script-limits.ts";
export { checkPython, type PythonCheck, type PythonFindings } from "./scripts/python/check-python.ts";
export type { ListNode, MapEntry, MapNode, ScalarNode, ScalarStyle, SourceNode } from "./source/node.ts";
export type { SourceFormat, SourceInput } from "./source/read.ts";
export { SourceText } from "./source/source-text.ts";
export type { EmailServer } from "./stages/send-email.ts";
export type {
  BranchOptions,
  BranchResult,
  Reach,
  ReadyStage,
  StageOutcome,
  StageRun,
  StageType,
} from "./stages/stage-type.ts";
export { builtInStages, runnableStages } from "./stages/table.ts";
export { combine, type Status, statuses, statusOf } from "./status.ts";
export { type CreateStepOptions, createStep, type StepType, stepTypes } from "./steps/create-step.ts";
export { type TaskPin, TaskRegistry, type TaskRegistryOptions, type TaskSignature } from "./tasks/task-registry.ts";
export type { Firing, TriggerSchedule } from "./triggers/firings.ts";
export { Triggers } from "./triggers/triggers.ts";
export { type AuditFiles, type AuditTarget, FileAudit } from "./workflow/audit-target.ts";
export { Boards } from "./workflow/boards.ts";
export type { SettingSources } from "./workflow/call-settings.ts";
export type { DefinitionCalls, MoreInput } from "./workflow/calls.ts";
export { configuredTasks } from "./workflow/configured-tasks.ts";
export type { ExecuteOptions } from "./workflow/execute.ts";
export type { ExecuteJobOptions } from "./workflow/execute-job.ts";
export { releaseDefinition } from "./workflow/release.ts";
export type { ReleaseOptions } from "./workflow/release-options.ts";
export type { RerunContext, Rerunnable, RerunOptions } from "./workflow/rerun.ts";
export { rerunDefinition } from "./workflow/rerun.ts";
export { type FromConfOptions, listWorkflows, Workflow } from "./workflow/workflow.ts";
export {
  WorkflowCancelled,
  WorkflowFailed,
  WorkflowNotFound,
  WorkflowTimeoutError,
} from "./workflow/workflow-errors.ts";
export type { WorkflowResult } from "./workflow/workflow-result.ts";
