/** People who look after runs and queues: they decide about steps, pause and drain queues, and fork runs. */
import type { OnExisting } from "../../model/start-policy.ts";
import { askForGone } from "./judge-gone.ts";
import { lookProblems } from "./judge-looks.ts";
import type { People } from "./people.ts";
import type { Act, ClearDeed, StartDeed } from "./plan.ts";
import { inputOf } from "./stage.ts";
import type { World } from "./world.ts";

/** What somebody has decided about a step. */
interface Decision {
  readonly id: string;
  /** As in the journal. */
  readonly step: string;
  readonly act: Act;
  /** What the step is to give. */
  readonly value: string;
}

export class Operators {
  readonly decisions: Decision[] = [];
  readonly #world: World;
  readonly #people: People;
  #values = 0;

  constructor(world: World, people: People) {
    this.#world = world;
    this.#people = people;
  }

  /** About each step of the run that seems to wait. */
  async decide(id: string, act: Act): Promise<void> {
    const run = [...this.#world.ledger.runs.values()].findLast((known) => known.id === id);
    const steps = [...(run?.outcomes.values() ?? [])].filter(({ kind }) => kind === "held" || kind === "attempt");
    for (const { op } of steps) {
      const decision = { id, step: op, act, value: `given ${this.#values++}` };
      this.decisions.push(decision);
      await this.#send(decision).catch(() => {});
    }
  }

  async #send({ id, step, act, value }: Decision): Promise<void> {
    const handle = this.#people.reached().handle(id);
    switch (act) {
      case "retry":
        await handle.retryStep(step);
        return;
      case "complete":
        await handle.completeStep(step, value);
        return;
      case "skip":
        await handle.skipStep(step);
        return;
      default:
        await handle.failStep(step, value);
    }
  }

  async hold(queue: string): Promise<void> {
    await this.#people.reached().queues.pause(queue);
  }

  async let(queue: string): Promise<void> {
    await this.#people.reached().queues.resume(queue);
  }

  /** When it is empty, nothing of it executes, unless somebody has resumed it. */
  async drain(queue: string): Promise<void> {
    const { clockwork, ledger, store, offences } = this.#world;
    const since = clockwork.turns;
    await this.#people.reached().queues.drain(queue);
    const { items } = await store.list({ status: ["running"] }, { limit: 200 });
    const running = items.find((row) => row.queue === queue);
    if (running !== undefined && !ledger.queues.resumedSince(queue, since))
      offences.add(`queue ${queue} is drained, and run ${running.id} of it executes`);
  }

  /** With the input of its first start. */
  async beginAnew({ id, policy }: { readonly id: string; readonly policy: OnExisting }): Promise<void> {
    const { ledger, offences, plan, store } = this.#world;
    const first = plan.deeds.find((deed) => deed.do === "start" && deed.id === id) as StartDeed;
    const handle = await this.#people.reached().start(first.flow, inputOf(first, plan), { id, onExisting: policy });
    const { generation } = await handle.status();
    // What is there already may be a generation that was not claimed yet.
    if (ledger.find(id, generation) === undefined && (await store.find(id, generation)) === undefined)
      offences.add(`generation ${generation} of ${id} was acknowledged, and it is not on disk`);
  }

  async look(page: number): Promise<void> {
    const problems = await lookProblems(this.#world, page).catch((error: unknown) => [
      `looking failed: ${String(error)}`,
    ]);
    for (const problem of problems) this.#world.offences.add(problem);
  }

  /** Who asks for what is gone is told so. */
  async clear({ olderThanMs, flow, most }: ClearDeed): Promise<void> {
    const { ledger } = this.#world;
    const only = { ...(flow === undefined ? {} : { workflow: flow }), ...(most === undefined ? {} : { limit: most }) };
    await this.#people.reached().gc({ olderThan: olderThanMs, ...only });
    for (const id of ledger.ids.gone()) await askForGone(this.#world, this.#people.reached(), id);
  }

  async fork({ id, as, part }: { readonly id: string; readonly as: string; readonly part: number }): Promise<void> {
    const { ledger, offences } = this.#world;
    const recorded = ledger.find(id, 1)?.entries.length ?? 0;
    const at = part >= 100 ? {} : { at: Math.floor((recorded * part) / 100) };
    const { id: made } = await this.#people
      .reached()
      .handle(id)
      .fork({ id: as, ...at });
    if (ledger.find(made, 1) === undefined)
      offences.add(`the fork ${made} of ${id} was acknowledged, and it is not on disk`);
  }
}
