/**
 * A program of one test, crashed at every position of its journal: it goes on from each prefix, in virtual time, as
 * another process would.
 */
import { expect } from "vitest";
import type { RunDetails } from "../engine/run-view.ts";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import type { Entry } from "../model/entry.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import type { Store } from "../store/port.ts";
import { look, openEngine } from "./open-engine.ts";
import { replayPrefix, shapeOf } from "./replay-again.ts";
import { passTime, quiet } from "./virtual-time.ts";

export interface Crashed {
  /** Entries that were on disk when it crashed. */
  readonly at: number;
  /** The same as `kind op`. */
  readonly kept: readonly string[];
  readonly host: VirtualHost;
  /** Where it stands at its end. */
  readonly details: RunDetails;
}

export interface Program {
  readonly flow: AnyWorkflow;
  /** Asks for what the first execution is to be asked from outside; later ones find that in the journal, or not. */
  readonly live?: (run: { readonly cancel: () => Promise<void>; readonly host: VirtualHost }) => Promise<void>;
  /** Called before each execution that follows a crash. */
  readonly again?: () => void;
  /** Called after each of these, with how it ended. */
  readonly check: (crashed: Crashed) => void;
}

/** @returns the journal of the first execution, as `kind op` */
export async function crashEverywhere(program: Program): Promise<string[]> {
  const host = virtualHost();
  const provider = memory();
  const engine = await openEngine({ store: provider, workflows: [program.flow], host });
  const store = await look(provider);
  const run = await engine.start(program.flow, undefined, { id: "r" });
  await quiet(host);
  await program.live?.({ cancel: () => run.cancel("enough"), host });
  await passTime(host, ended(run.result()));
  const journal = await journalOf(store);
  for (let at = journal.length; at >= 0; at--) {
    program.again?.();
    await replayPrefix(store, "r", at);
    await passTime(host, ended(run.result()));
    const details = await run.status();
    expect(details.generation).toBe(journal.length - at + 2);
    expect(shapeOf((await journalOf(store)).slice(0, at)), `after a crash at ${at}`).toEqual(
      shapeOf(journal.slice(0, at)),
    );
    program.check({ at, kept: journal.slice(0, at).map(inShort), host, details });
  }
  return journal.map(inShort);
}

function inShort({ kind, op }: Entry): string {
  return `${kind} ${op}`.trim();
}

async function journalOf(store: Store) {
  const row = await store.find("r");
  return row === undefined ? [] : await store.journal(row.key, 0, 1_000);
}

function ended(result: Promise<unknown>): Promise<unknown> {
  return result.catch(() => {});
}
