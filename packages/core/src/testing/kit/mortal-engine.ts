/**
 * The engine of one history of a crash test: a client that lives, and a worker that is killed at one point and
 * followed by another in the same instant.
 */
import { hash } from "node:crypto";
import type { OpenOptions } from "../../engine/open-options.ts";
import { nodeHost } from "../../host/node.ts";
import type { VirtualHost } from "../../host/virtual.ts";
import type { StandIns } from "../../operations/stand-ins.ts";
import { inspectStore } from "../../store/check/inspect-store.ts";
import { memory } from "../../store/memory/memory.ts";
import type { StoreProvider } from "../../store/port.ts";
import type { Execution } from "../../worker/attempt.ts";
import { Machine, type MortalProcess } from "../mortal-process.ts";
import { CrashPoints } from "./crash-points.ts";
import { Ledger } from "./ledger.ts";
import { type KitEngine, type KitOpener, openKitEngine } from "./open-kit-engine.ts";

export interface MortalOptions {
  /** Number of the point; Infinity for none. */
  readonly dieAt: number;
  /** Entries that one commit takes at most; undefined for as many as gather. */
  readonly batchEntries: number | undefined;
}

export class MortalEngine implements KitOpener {
  readonly points: CrashPoints;
  /** Who has executed what. */
  ledger: Ledger | undefined;
  died = false;
  readonly #options: MortalOptions;
  readonly #provider: StoreProvider = memory();
  readonly #opened: KitEngine[] = [];
  #process: MortalProcess | undefined;
  #worker: KitEngine | undefined;
  /** Starts the worker that follows; undefined while nobody has died. */
  #next: (() => Promise<void>) | undefined;
  #follow: () => Promise<void> = () => Promise.resolve();

  constructor(options: MortalOptions) {
    this.#options = options;
    this.points = new CrashPoints(options.dieAt, () => this.#die());
  }

  /** @returns the client, which the test talks to */
  async open(options: Omit<OpenOptions, "store" | "host">, host: VirtualHost, standIns: StandIns): Promise<KitEngine> {
    const machine = new Machine(this.#provider, host);
    const ledger = new Ledger(standIns);
    this.ledger = ledger;
    const seams = { seedFor, standIns: ledger, batchEntries: this.#options.batchEntries };
    const execute = async (around: (parts: MortalProcess["parts"]) => MortalProcess["parts"]): Promise<void> => {
      this.#process = machine.process();
      this.#worker = await openKitEngine({ ...options, ...around(this.#process.parts) }, seams);
      this.#opened.push(this.#worker);
    };
    this.#follow = () => execute((parts) => parts);
    await execute((parts) => this.points.around(parts));
    const client = await openKitEngine({ ...options, ...machine.process().parts, worker: false }, seams);
    this.#opened.push(client);
    return client;
  }

  *executing(): Iterable<Execution> {
    if (this.#worker !== undefined && this.#next === undefined) yield* this.#worker.internals.worker.held.executions();
  }

  #die(): void {
    this.died = true;
    this.#process?.kill();
    if (this.ledger !== undefined) this.ledger.process = 2;
    this.#next = this.#follow;
  }

  async act(): Promise<boolean> {
    const next = this.#next;
    if (next === undefined) return false;
    await next();
    this.#next = undefined;
    return true;
  }

  /** What does not hold together in the store, in words. */
  async inspect(): Promise<string[]> {
    const store = await this.#provider.open({ host: nodeHost(), namespace: "default" });
    const { findings } = await inspectStore(store);
    await store.close();
    return findings.map(({ run, problem }) => (run === undefined ? problem : `run "${run}": ${problem}`));
  }

  async close(): Promise<void> {
    // The dead one cannot, and need not.
    for (const { engine } of this.#opened) await engine.close({ graceMs: 0 }).catch(() => {});
  }
}

/** The same in every history, whatever else has drawn chance before. */
function seedFor(id: string): string {
  return hash("sha256", id).slice(0, 32);
}
