/** What `doctor` does: opens the store as a worker would, gathers facts, and prints what they mean. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Host, inspectStore, isFinished, nodeHost, type RunState, runStates, type Store } from "@stepwell/core";
import { storeFile } from "@stepwell/declarative/config";
import type { CommandCall } from "../command-spec.ts";
import { commandFailure } from "../errors.ts";
import { storeExists } from "../open-engine.ts";
import { storeFlag } from "../store-flag.ts";
import { storeFromUrl } from "../store-url.ts";
import { fold } from "../terminal/fold.ts";
import { signOf } from "../terminal/glyphs.ts";
import { plainText } from "../terminal/sanitise.ts";
import { span } from "../terminal/spans.ts";
import { contentFindings } from "./content-findings.ts";
import { type Facts, type Finding, findingsOf, type RunFacts } from "./findings.ts";

const healthy = 0;
const unwell = 1;
/** Enough to see what is wrong; counting millions would not say more. */
const runsRead = 2_000;

/** @returns the exit code */
export async function examine(call: CommandCall): Promise<number> {
  const { store: url, given, settings } = call;
  if (!storeExists(call)) throw commandFailure("no-store", { store: url });
  // Opening it would make a store of it, in which all is well.
  if (isCutOff(call)) {
    print([cutOff(url)], call);
    return unwell;
  }
  const host = nodeHost();
  // Opening checks schema and rights, and the file itself when it was not closed in order. The port rather than an
  // engine: whose run it is and how often it killed its worker is nothing for a public view.
  const store = await storeFromUrl(url).open({ host, namespace: settings.get("namespace") });
  try {
    const facts = await factsOf(store, { host, walBytes: walBytesOf(call), where: storeFlag(call) });
    const opened: Finding = {
      check: "store",
      level: "ok",
      message: `${store.label} can be read and written, and its schema is known`,
      hint: "",
    };
    const checked = given.flag("check") ? contentFindings(await inspectStore(store)) : [];
    const findings = [opened, ...findingsOf(facts), ...checked];
    print(findings, call);
    return findings.some(({ level }) => level === "problem") ? unwell : healthy;
  } finally {
    await store.close();
  }
}

/** A file in which nothing is, nor in the log beside it. */
function isCutOff({ store, environment }: CommandCall): boolean {
  const file = storeFile(store);
  if (file === undefined) return false;
  const path = resolve(environment.folder, file);
  return [path, `${path}-wal`].every((part) => (statSync(part, { throwIfNoEntry: false })?.size ?? 0) === 0);
}

function cutOff(store: string): Finding {
  return {
    check: "store",
    level: "problem",
    message: `${store} is an empty file, as one is that was cut off to nothing`,
    hint: "restore a backup; if there never was anything in it, the first run makes a store of it",
  };
}

async function factsOf(
  store: Store,
  parts: Pick<Facts, "walBytes" | "where"> & { readonly host: Host },
): Promise<Facts> {
  const { host, walBytes, where } = parts;
  const status: RunState[] = runStates.filter((state) => !isFinished(state));
  const runs: RunFacts[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.list({ status }, cursor === undefined ? { limit: 200 } : { limit: 200, cursor });
    const hindrances = await store.hindrances(
      page.items.map(({ key }) => key),
      host.now(),
    );
    for (const row of page.items) {
      const { id, workflow, why = "", owner, deaths, availableAt, wakeAt } = row;
      const hindrance = hindrances.get(row.key);
      // What waits for a place, or on a paused queue, is where it should be.
      const held = hindrance !== undefined && hindrance.kind !== "no-worker";
      const readyAt = held ? undefined : row.status === "waiting" ? wakeAt : availableAt;
      const buildGone = hindrance?.kind === "no-build" ? hindrance.build : undefined;
      runs.push({ id, workflow, status: row.status, why, owner, readyAt, deaths, buildGone });
    }
    cursor = page.next;
  } while (cursor !== undefined && runs.length < runsRead);
  const workers = (await store.workers()).map(({ key, proof, beatAt }) => ({
    key,
    pid: proof.pid,
    dead: host.isProvablyDead(proof),
    beatAt,
  }));
  return { now: host.now(), workers, runs, more: cursor !== undefined, walBytes, where };
}

function walBytesOf({ store, environment }: CommandCall): number | undefined {
  const file = storeFile(store);
  if (file === undefined) return undefined;
  return statSync(`${resolve(environment.folder, file)}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

function print(findings: readonly Finding[], { output }: CommandCall): void {
  const { result, json, quiet } = output;
  if (json) {
    result.stream.write(`${JSON.stringify({ v: 1, items: findings, next: null })}\n`);
    return;
  }
  for (const { level, message, hint } of findings) {
    if (quiet && level === "ok") continue;
    const sign = signOf(level === "ok" ? "done" : "blocked", result.appearance);
    const indent = " ".repeat(sign.text.length + 1);
    const lines = fold(plainText(message), result.columns() - indent.length);
    for (const [at, line] of lines.entries()) result.line(at === 0 ? [sign, span(` ${line}`)] : [span(indent + line)]);
    if (hint !== "")
      for (const line of fold(plainText(hint), result.columns() - indent.length))
        result.line([span(indent + line, "idle")]);
  }
}
