/** Plays what has a body: steps, tasks, polls, transactions, and what undoes them. */
import type { Sql } from "../../model/sql.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import { task } from "../../operations/task.ts";
import type { Execution } from "./execution.ts";
import type { Body } from "./judge-attempt.ts";
import type { Program, StepNode } from "./program.ts";
import type { Place, Stage } from "./stage.ts";

/** What a body does with its time. */
type Doing = Pick<StepNode, "takesMs" | "failures" | "heeds">;

const atOnce = { takesMs: 0, heeds: false } as const;

/** How often polls and transactions may fail. */
const patient = { maxAttempts: 3, backoffMs: 1 } as const;
const patientRetry = { maxAttempts: 3, initial: 1, jitter: 0, max: "1 h" } as const;

export class StepPlayer {
  readonly #stage: Stage;
  readonly #execution: Execution;
  readonly #place: Place;

  constructor(stage: Stage, execution: Execution, place: Place) {
    this.#stage = stage;
    this.#execution = execution;
    this.#place = place;
  }

  step(node: StepNode, name: string): Promise<unknown> {
    const { wf } = this.#place;
    const flow = this.#execution.workflow;
    const cached = node.kind === "cached" ? `${flow}/${name}` : undefined;
    const body = this.#bodyOf(name, { node, cached, once: node.kind === "once" });
    const retry = { maxAttempts: node.maxAttempts, initial: node.backoffMs, jitter: 0, max: "1 h" } as const;
    const fn = (s: BodyContext) => this.#execute(s, { ...node, ...body });
    const onExhausted = node.asks ? "pause" : "fail";
    if (node.kind === "task") return task(name, { retry, onExhausted }, (_: string, s) => fn(s))(name);
    const cache = cached === undefined ? {} : { cache: { key: flow } };
    return wf.step(name, fn, { retry, onExhausted, atMostOnce: node.kind === "once", ...cache });
  }

  /** The value that will do comes with the last of so many tries, counted over all processes. */
  poll({ tries, everyMs }: Program & { readonly is: "poll" }, name: string): Promise<string> {
    const { executions } = this.#stage;
    const body = this.#bodyOf(name, { node: patient, repeats: everyMs });
    return this.#place.wf.poll(name, (s) => this.#execute(s, { ...body, ...atOnce, failures: 0 }), {
      every: everyMs,
      until: () => executions.triesOf(this.#execution, name) >= tries,
      retry: patientRetry,
    });
  }

  book({ failures }: Program & { readonly is: "book" }, name: string): Promise<string> {
    const body = this.#bodyOf(name, { node: patient, repeats: 0 });
    const fn = async (sql: Sql, s: BodyContext): Promise<string> => {
      const token = this.#stage.executions.body(this.#execution, s, body);
      // A promise that never settles would hold the lock of the database beyond this process's death.
      if (token === undefined) throw new RangeError("the process is dead");
      await sql`INSERT INTO books (token) VALUES (${token})`;
      if (s.attempt <= failures) {
        this.#stage.executions.fails(token);
        throw new RangeError(token);
      }
      return token;
    };
    return this.#place.wf.transaction(name, fn, { retry: patientRetry });
  }

  undo({ failures }: Program & { readonly is: "undo" }, name: string): void {
    const body = { name, node: patient, askedAfter: 0, shielded: true, undoes: true } as const;
    this.#place.wf.compensate(name, (s) => this.#execute(s, { ...body, ...atOnce, failures }), { retry: patientRetry });
    this.#execution.undos.push(name);
  }

  #bodyOf(name: string, given: Pick<Body, "node" | "repeats" | "cached" | "once">): Body {
    return { ...given, name, askedAfter: this.#place.telling.length, shielded: this.#place.shielded };
  }

  async #execute(s: BodyContext, body: Body & Doing): Promise<string> {
    const { executions, clockwork, actor, logs } = this.#stage;
    const token = executions.body(this.#execution, s, body);
    if (token === undefined) return await new Promise(() => {});
    if (logs) s.log(token);
    if (body.takesMs > 0) {
      const over = clockwork.pause(actor, body.takesMs);
      await (body.heeds ? Promise.race([over, aborted(s.abortSignal)]) : over);
    }
    executions.ended(token);
    if (s.attempt <= body.failures) {
      executions.fails(token);
      throw new RangeError(token);
    }
    if (body.takesMs === 1) s.set(body.name, token);
    return token;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
