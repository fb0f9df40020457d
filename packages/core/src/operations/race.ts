/**
 * wf.race: the first branch to end wins, and what the others wait for is given up. Who wins follows from the
 * order of the journal, so it needs no entry of its own.
 */

import { failure } from "../model/errors.ts";
import { readArgument } from "../model/read-options.ts";
import { checkName } from "../model/step-name.ts";
import type { Scope } from "../replay/scope.ts";
import { giveUp as giveUpOperation, scopeOf } from "./asking.ts";
import { inFrame, innerFrame } from "./frame.ts";
import type { RunPort } from "./run-port.ts";

/** A branch: what an operation returned, or a function that is run in a scope of its own. */
export type Branch = PromiseLike<unknown> | (() => unknown);

type ValueOf<B> = B extends () => infer R ? Awaited<R> : Awaited<B>;

/** Which branch ended first, and with what. */
export type Winner<B extends Record<string, Branch>> = {
  [K in keyof B]: { readonly winner: K; readonly value: ValueOf<B[K]> };
}[keyof B];

export async function race<B extends Record<string, Branch>>(run: RunPort, branches: B): Promise<Winner<B>> {
  const outer = scopeOf(run, "wf.race");
  const where = "wf.race";
  const given = readArgument(branches, { where, option: "branches" });
  if (typeof given !== "object" || given === null)
    throw failure("invalid-option", { where, option: "branches", problem: "must be an object: name → branch" });
  const names = Object.keys(given);
  if (names.length === 0)
    throw failure("invalid-option", { where: "wf.race", option: "branches", problem: "must name at least one branch" });
  const scope = outer.child("race");
  const started = names.map((name) =>
    start(run, scope, { name: checkName("branch", name), branch: branches[name] as Branch }),
  );
  try {
    return (await Promise.race(started.map((branch) => branch.ended))) as Winner<B>;
  } finally {
    for (const branch of started) branch.giveUp();
  }
}

interface Started {
  readonly ended: Promise<{ winner: string; value: unknown }>;
  giveUp(): void;
}

function start(run: RunPort, race: Scope, entrant: { name: string; branch: Branch }): Started {
  const { name, branch } = entrant;
  if (typeof branch !== "function") {
    const ended = Promise.resolve(branch).then((value) => ({ winner: name, value }));
    return { ended, giveUp: () => giveUpOperation(branch) };
  }
  const scope = race.child(name);
  const ended = (async () => ({ winner: name, value: await inFrame(innerFrame(run, scope), branch) }))();
  const giveUp = (): void => {
    run.giveUpScope(scope.path);
    run.finale.shields.giveUp(scope.path);
  };
  return { ended, giveUp };
}
