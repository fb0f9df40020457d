/**
 * Runs that people export while all goes on, and import elsewhere: a document is what was on disk at one moment, and
 * whoever imports it has just that.
 */
import { readDocument } from "../../engine/read-document.ts";
import type { RunExport } from "../../engine/run-document.ts";
import { isFailure } from "../../model/errors.ts";
import { isFinished } from "../../model/run-state.ts";
import { decode } from "../../model/value/codec.ts";
import type { Store, WholeRun } from "../../store/port.ts";
import { dataOf } from "./judge-data.ts";
import type { People } from "./people.ts";
import { simulatedHost } from "./simulated-host.ts";
import type { World } from "./world.ts";

/** In the same database: what is there nobody executes. */
const namespace = "elsewhere";

export class Transfers {
  readonly #world: World;
  readonly #people: People;
  #elsewhere: Promise<Store> | undefined;
  #carried = 0;

  constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
  }

  async carry(id: string): Promise<void> {
    const { offences, ledger } = this.#world;
    const before = this.#recorded(id);
    const document = await this.#people.reached().export(id, { generations: "all" });
    // What was begun under the id of one that was removed is not told from it.
    if (ledger.ids.hasGone(id)) return;
    for (const problem of [...this.#documentProblems(document, before), ...(await this.#importProblems(document))])
      offences.add(`run ${id}, exported: ${problem}`);
  }

  /** Those that could not be read, or are not there, were said to be so. */
  readonly failed = (error: unknown): void => {
    const told = ["unknown-run", "store-failed", "store-full", "outcome-unknown", "engine-closed"] as const;
    if (!told.some((code) => isFailure(error, code)))
      this.#world.offences.add(`an export failed: ${error instanceof Error ? error.message : String(error)}`);
  };

  async close(): Promise<void> {
    await (await this.#elsewhere)?.close();
  }

  /** Entries of each generation. */
  #recorded(id: string): ReadonlyMap<number, number> {
    const runs = [...this.#world.ledger.runs.values()].filter((run) => run.id === id);
    return new Map(runs.map(({ generation, entries }) => [generation, entries.length]));
  }

  *#documentProblems({ id, generations }: RunExport, before: ReadonlyMap<number, number>): Generator<string> {
    for (const { facts, journal, data } of generations) {
      const run = this.#world.ledger.find(id, facts.generation);
      // One that nobody has claimed yet may not be known.
      if (run === undefined) continue;
      const where = `generation ${facts.generation}`;
      const least = before.get(facts.generation) ?? 0;
      if (journal.length < least || journal.length > run.entries.length)
        yield `${where} has ${journal.length} entries; there were ${least}, and are ${run.entries.length}`;
      const strange = journal.find(({ kind, op, value }, at) => {
        const entry = run.entries[at];
        return entry?.kind !== kind || entry.op !== op || entry.value !== value;
      });
      if (strange !== undefined) yield `${where}: entry ${strange.seq} (${strange.kind} ${strange.op}) is another`;
      const kept = new Map(data.map(({ key, value }) => [key, JSON.stringify(decode(value))]));
      for (const [key, value] of dataOf({ entries: run.entries.slice(0, journal.length) }))
        if (kept.get(key) !== value) yield `${where} has set ${key} to ${value}, and it is ${kept.get(key)}`;
    }
  }

  async #importProblems(document: RunExport): Promise<string[]> {
    const { clockwork } = this.#world;
    const store = await this.#store();
    const id = `${document.id}.${this.#carried++}`;
    const read = readDocument(JSON.parse(JSON.stringify(document)), id);
    const wanted = { ...read, at: clockwork.now() };
    const problems: string[] = [];
    for (const [onExisting, expected] of [
      ["reject", "created"],
      ["reject", "exists"],
      ["return", "there"],
    ] as const) {
      const outcome = await store.importRun({ ...wanted, onExisting });
      const said = outcome.created ? "created" : (outcome.problem ?? "there");
      if (said !== expected) problems.push(`the import (${onExisting}) says ${said}, and not ${expected}`);
    }
    const came = await store.exportRun(id, "all");
    const [left, right] = [read.generations.map(comparable), came.map(comparable)];
    for (const [at, text] of left.entries())
      if (text !== right[at]) problems.push(`it came as ${differenceOf(text, right[at] ?? "nothing")}`);
    return problems;
  }

  #store(): Promise<Store> {
    const { clockwork, self, plan, database } = this.#world;
    const host = simulatedHost({
      clockwork,
      actor: self,
      seed: plan.seed,
      isProvablyDead: () => false,
      point: () => {},
    });
    this.#elsewhere ??= database.open({ host, namespace });
    return this.#elsewhere;
  }
}

/** What has not ended comes in paused. */
function comparable({ facts, ...rest }: WholeRun): string {
  if (isFinished(facts.status)) return textOf({ facts, ...rest });
  const { status: _, pausedAt: __, why: ___, ...others } = facts;
  return textOf({ facts: others, ...rest });
}

/** Whatever the order of their names. */
function textOf(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    typeof part === "object" && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}

function differenceOf(left: string, right: string): string {
  let at = 0;
  while (left[at] === right[at] && at < left.length) at++;
  return `…${right.slice(Math.max(0, at - 40), at + 60)}… from …${left.slice(Math.max(0, at - 40), at + 60)}…`;
}
