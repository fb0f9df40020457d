/** Processes of one machine that follow each other, in virtual time. */
import type { Stepwell } from "../engine/engine.ts";
import { type VirtualHost, virtualHost } from "../host/virtual.ts";
import type { AnyWorkflow } from "../operations/workflow.ts";
import { memory } from "../store/memory/memory.ts";
import { Machine } from "./mortal-process.ts";
import { openEngine } from "./open-engine.ts";

export class Lives {
  readonly host: VirtualHost = virtualHost();
  readonly #machine = new Machine(memory(), this.host);
  readonly #workflows: AnyWorkflow[];
  #process = this.#machine.process();
  engine!: Stepwell;

  constructor(workflows: AnyWorkflow[]) {
    this.#workflows = workflows;
  }

  async begin(): Promise<void> {
    this.engine = await openEngine({ ...this.#process.parts, workflows: this.#workflows });
  }

  kill(): void {
    this.#process.kill();
  }

  async next(): Promise<void> {
    this.kill();
    this.#process = this.#machine.process();
    await this.begin();
  }

  /** Another process beside this one. */
  async another() {
    const process = this.#machine.process();
    const engine = await openEngine({ ...process.parts, workflows: this.#workflows });
    return { engine, kill: () => process.kill() };
  }

  bodyOf(ms: number): Promise<void> {
    return new Promise<void>((resolve) => void this.host.timer(ms, resolve));
  }

  async status(id: string): Promise<string> {
    return (await this.engine.handle(id).status()).status;
  }
}
