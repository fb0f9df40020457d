/** What `release` does: writes a release down, and executes it here unless it is only to be written down. */
import { isFinished, nodeHost } from "@stepwell/core";
import { nearestName } from "@stepwell/core/text";
import { IsoTime, type ReleaseOptions, type ReleaseType, releaseDefinition, releaseTypes } from "@stepwell/declarative";
import { codeOf } from "../code/code-of-runs.ts";
import { deployedModule } from "../code/definition-module.ts";
import { deployedNames } from "../code/definition-world.ts";
import { findWorkflow, nameOf } from "../code/find-workflow.ts";
import { moduleLoader } from "../code/load-module.ts";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { readInput } from "../input.ts";
import { durationOf } from "../run-filter.ts";
import { asDeclared } from "../written-params.ts";
import { executeOrLeave } from "./execute-or-leave.ts";
import { moduleCalls } from "./module-calls.ts";
import { sayNothingDone } from "./say-nothing-done.ts";

/** @returns the exit code */
export async function startRelease(call: CommandCall): Promise<number> {
  const { given, environment, store } = call;
  const date = dateOf(given.text("at"));
  const options = optionsOf(call);
  const written = await readInput(call);
  const { module, workflow } = await findWorkflow(given.args[0] ?? "", {
    folder: environment.folder,
    load: moduleLoader(call),
    known: async () => [],
    deployed: {
      find: (name) => deployedModule(name, call),
      names: () => deployedNames(call),
    },
    store,
  });
  const name = nameOf(workflow);
  const definition = module.definitions?.definition(name);
  if (definition === undefined)
    throw commandFailure("not-a-definition-run", { what: `"${name}"`, module: module.shown });
  return await executeOrLeave(call, codeOf([module]), async (engine) => {
    await module.ready?.(engine);
    const calls = moduleCalls(call, module, { definition, engine });
    const params = asDeclared(definition, written, call);
    const result = await releaseDefinition(calls, { date, params }, { ...options, wait: false });
    if (result.status === "SKIP") return { code: sayNothingDone(call, result) };
    const { runId: id, workflow: title, generation } = result;
    const begun = isFinished((await engine.handle(id).status()).status)
      ? "over"
      : generation > 1
        ? "retried"
        : "started";
    return { run: { id, heading: { workflow: title, file: module.shown, begun } } };
  });
}

/** With a zone: a time that everybody takes for another is none. @throws wrong-flag-value */
function dateOf(text: string | undefined): Date {
  if (text === undefined || text === "now") return new Date(nodeHost().now());
  const found = IsoTime.of(text);
  if (found?.hasTime === true && found.offsetMinutes !== undefined) return new Date(found.epochMs);
  const problem = "is no time with a zone, such as 2026-11-21T02:00Z or 2026-11-21T09:00+01:00";
  throw commandFailure("wrong-flag-value", { flag: "--at", value: text, problem });
}

function optionsOf({ given }: CommandCall): ReleaseOptions {
  const [id, timeout, logName, audit] = ["id", "timeout", "logName", "audit"].map((name) => given.text(name));
  if (audit !== undefined && audit !== "file" && audit !== "off")
    throw commandFailure("wrong-flag-value", { flag: "--audit", value: audit, problem: "is neither file nor off" });
  return {
    releaseType: typeOf(given.text("type")),
    excluded: given.texts("exclude"),
    ...(id === undefined ? {} : { runId: id }),
    ...(timeout === undefined ? {} : { timeout: `${durationOf("--timeout", timeout)} ms` }),
    ...(logName === undefined ? {} : { overrideLogName: logName }),
    ...(audit === undefined ? {} : { audit: audit === "off" ? false : "file" }),
  };
}

function typeOf(text: string | undefined): ReleaseType {
  const found = releaseTypes.find((type) => type === (text ?? "normal"));
  if (found !== undefined) return found;
  const problem = `is none of ${releaseTypes.join(", ")}`;
  const nearest = nearestName(text ?? "", releaseTypes);
  throw commandFailure("wrong-flag-value", { flag: "--type", value: text ?? "", problem, nearest });
}
