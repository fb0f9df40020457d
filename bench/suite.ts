/** All workloads, in the order in which they are measured. */
import type { Workload } from "./workload.ts";
import { manyChildren } from "./workloads/children.ts";
import { concurrentSteps } from "./workloads/concurrent-steps.ts";
import { contendedStart } from "./workloads/contended-start.ts";
import { crashRecovery } from "./workloads/crash-recovery.ts";
import { expressions } from "./workloads/expressions.ts";
import { fanOut } from "./workloads/fan-out.ts";
import { idle } from "./workloads/idle.ts";
import { latency } from "./workloads/latency.ts";
import { manyLegsOfDefinitions } from "./workloads/legs.ts";
import { loadDefinitions } from "./workloads/load-definitions.ts";
import { longHistory } from "./workloads/long-history.ts";
import { longRecovery } from "./workloads/long-recovery.ts";
import { lookingBack } from "./workloads/looking-back.ts";
import { naive } from "./workloads/naive.ts";
import { parkedRuns } from "./workloads/parked-runs.ts";

export const suite: readonly Workload[] = [
  concurrentSteps,
  latency,
  fanOut,
  parkedRuns,
  longHistory,
  longRecovery,
  crashRecovery,
  contendedStart,
  manyChildren,
  idle,
  naive,
  lookingBack,
  expressions,
  manyLegsOfDefinitions,
  loadDefinitions,
];
