/** Definitions that were given to an open engine: one that is loaded again takes the place of the one before. */
import { type AnyWorkflow, isFailure, type Stepwell } from "@stepwell/core";
import type { Boards } from "./boards.ts";

interface Hosting {
  readonly workflow: AnyWorkflow;
  readonly owner: AnyWorkflow;
  readonly boards: Boards;
}

const hosted = new WeakMap<Stepwell, HostedWorkflows>();

export class HostedWorkflows {
  readonly #newest = new Map<string, AnyWorkflow>();
  readonly #boards = new Map<string, Boards>();

  static of(engine: Stepwell): HostedWorkflows {
    const known = hosted.get(engine) ?? new HostedWorkflows();
    hosted.set(engine, known);
    return known;
  }

  /**
   * The engine executes runs of it from now on.
   * @param hosting.owner under which the engine may know it already: it was opened with it
   * @returns where runs of this name are heard of: those of the first that was hosted
   * @throws duplicate-name, invalid-option
   */
  host(engine: Stepwell, { workflow, owner, boards }: Hosting): Boards {
    const { name } = workflow;
    if (!this.#newest.has(name)) {
      try {
        engine.add(this.#standIn(workflow));
      } catch (error) {
        if (!isFailure(error, "duplicate-name")) throw error;
        engine.add(owner);
        return boards;
      }
    }
    this.#newest.set(name, workflow);
    const shared = this.#boards.get(name) ?? boards;
    this.#boards.set(name, shared);
    return shared;
  }

  /** What the engine knows: it asks for the newest each time. */
  #standIn(first: AnyWorkflow): AnyWorkflow {
    const newest = (): AnyWorkflow => this.#newest.get(first.name) ?? first;
    return {
      ...first,
      fn: (wf, input) => newest().fn(wf, input),
      input: {
        "~standard": {
          version: 1,
          vendor: "stepwell",
          validate: (value) => newest().input?.["~standard"].validate(value) ?? { value },
        },
      },
      onComplete: (wf, output, input) => newest().onComplete?.(wf, output, input),
      onFailure: (wf, error, input) => newest().onFailure?.(wf, error, input),
    };
  }
}
