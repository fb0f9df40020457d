/** Begins a run of its own with what another one has recorded up to a position. */

import type { AttributeValue } from "../model/attribute.ts";
import type { Entry, StepValue } from "../model/entry.ts";
import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import { newRunId } from "../model/run-id.ts";
import { validate } from "../model/schema.ts";
import { forkSeeds } from "../model/seed.ts";
import { checkRunId } from "../model/step-name.ts";
import type { ForkRow, RunKey, RunRow } from "../store/port.ts";
import { awaitedChildren } from "./awaited-children.ts";
import { type ForkOptions, forkPosition } from "./fork-position.ts";
import type { Internals } from "./internals.ts";

const known: ReadonlySet<string> = new Set(["at", "input", "id"]);

/** @throws bad-fork-position, run-exists, schema-mismatch, invalid-option, invalid-name */
export async function forkRun(internals: Internals, run: RunKey, given: ForkOptions): Promise<RunRow> {
  const { store, settings, worker } = internals;
  const { host } = settings;
  const options = readFork(given);
  const recorded = await store.recorded(run);
  if (recorded === undefined) throw failure("unknown-run", { id: `${run}`, namespace: settings.namespace });
  const { row, entries } = recorded;
  const at = await forkPosition(internals, { row, entries, options });
  const kept = entries.slice(0, at);
  const begin: ForkRow = {
    id: options.id === undefined ? newRunId(host.now(), host.randomBytes(8)) : checkRunId(options.id),
    at,
    entries: at === 0 ? [] : [...kept, forkedEntry(kept, host.now())],
    seed: forkSeeds(row.seed, at, Buffer.from(host.randomBytes(16)).toString("hex")),
    input: await inputOf(internals, row, options),
    data: dataAfter(kept, internals),
    handles: kept.filter(({ kind }) => kind === "started").flatMap((entry) => idOf(entry, internals)),
    awaits: awaitedChildren(kept, internals.decode).map(({ child, op }) => ({ child, op })),
    ...shownAfter({ row, entries, at }, internals),
  };
  worker.requests.adopt(begin.id);
  const forked = await store.fork(row.key, begin, host.now());
  await worker.lookAround();
  return forked;
}

/** Time limits that are open there begin anew: the time since then was not the fork's. */
function forkedEntry(kept: readonly Entry[], now: number): Entry {
  const at = Math.max(now, kept.at(-1)?.at ?? 0);
  return { seq: kept.length + 1, kind: "forked", op: "", at, attempt: 0, value: undefined };
}

/** None where the start was refused. */
function idOf({ value = "" }: Entry, { decode }: Internals): string[] {
  const id = decode(value);
  return typeof id === "string" ? [id] : [];
}

function readFork(given: ForkOptions): ForkOptions {
  const options = readOptions(given, known, { where: "fork" });
  const { at } = options;
  if (at !== undefined && typeof at !== "number" && typeof at !== "string")
    throw failure("invalid-option", {
      where: "fork",
      option: "at",
      problem: "must be a position or the name of a step",
    });
  // An input of undefined is one, too.
  return Object.hasOwn(given, "input") ? { ...options, input: given.input } : options;
}

/** Where the workflow's code is not here, nobody can say whether an input suits it. */
async function inputOf({ registry, encode }: Internals, row: RunRow, options: ForkOptions): Promise<string> {
  if (!("input" in options)) return row.input;
  const what = `the input of workflow "${row.workflow}"`;
  const schema = registry.workflows.get(row.workflow)?.input;
  return encode(schema === undefined ? options.input : await validate(schema, options.input, what), what);
}

/** Entries are answered from the journal and write nothing anew, so what they have set comes along. */
function dataAfter(entries: readonly Entry[], { decode, encodeAgain }: Internals): ForkRow["data"] {
  const data = new Map<string, string>();
  for (const { kind, value = "" } of entries) {
    if (kind !== "set" && kind !== "step-data") continue;
    const held = decode(value);
    const pairs = kind === "set" ? [held as StepValue["set"][number]] : (held as StepValue).set;
    for (const [key, item] of pairs) data.set(key, encodeAgain(item, `data "${key}"`));
  }
  return [...data];
}

interface Shown {
  readonly row: RunRow;
  readonly entries: readonly Entry[];
  readonly at: number;
}

/** Title and attributes at the position: what a later entry has changed is not told apart from what it was before. */
function shownAfter({ row, entries, at }: Shown, { decode }: Internals): Pick<ForkRow, "title" | "attributes"> {
  let title = entries.some(({ kind }) => kind === "title") ? undefined : row.title;
  const attributes: Record<string, AttributeValue> = { ...row.attributes };
  const told: [Entry, Record<string, AttributeValue>][] = entries
    .filter(({ kind }) => kind === "attributes")
    .map((entry) => [entry, decode(entry.value ?? "") as Record<string, AttributeValue>]);
  for (const [, values] of told) for (const name of Object.keys(values)) delete attributes[name];
  for (const [{ seq }, values] of told) if (seq <= at) Object.assign(attributes, values);
  for (const { kind, seq, value } of entries)
    if (kind === "title" && seq <= at && value !== undefined) title = decode(value) as string;
  return { title, attributes };
}
