/** The stage types that come with the package, in the order of the reference. */
import type { StageShape } from "../format/stage-shape.ts";
import { approve } from "./approve.ts";
import { bash } from "./bash.ts";
import { caseOf } from "./case.ts";
import { docker } from "./docker.ts";
import { echo } from "./echo.ts";
import { foreach } from "./foreach.ts";
import { http } from "./http.ts";
import { notify } from "./notify.ts";
import { parallel } from "./parallel.ts";
import { raise } from "./raise.ts";
import { run } from "./run.ts";
import { signal } from "./signal.ts";
import { sleep } from "./sleep.ts";
import { sql } from "./sql.ts";
import type { StageType } from "./stage-type.ts";
import { store } from "./store.ts";
import { transform } from "./transform.ts";
import { trigger } from "./trigger.ts";
import { tryCatch } from "./try.ts";
import { until } from "./until.ts";
import { uses } from "./uses.ts";
import { validate } from "./validate.ts";
import { wait } from "./wait.ts";

export const builtInStages: readonly StageShape[] = [
  echo,
  sleep,
  bash,
  run,
  sql,
  uses,
  http,
  trigger,
  parallel,
  foreach,
  until,
  caseOf,
  tryCatch,
  raise,
  validate,
  transform,
  store,
  signal,
  wait,
  approve,
  docker,
  notify,
];

/** Those of them that this version executes. */
export const runnableStages: readonly StageType[] = builtInStages.filter((type): type is StageType => "run" in type);
