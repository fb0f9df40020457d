/** Plays what has a body: steps, tasks, polls, transactions, and what undoes them. */
import type { Sql } from "../../model/sql.ts";
import type { BodyContext } from "../../operations/body-context.ts";
import type { StepOptions } from "../../operations/step-options.ts";
import { task } from "../../operations/task.ts";
import type { Due } from "./due.ts";
import type { Execution } from "./execution.ts";
import type { Body } from "./judge-attempt.ts";
import type { Program, StepNode, Times } from "./program.ts";
import type { Place, Stage } from "./stage.ts";

/** What a body does with its time. */
type Doing = Pick<StepNode, "takesMs" | "failures" | "heeds" | "times">;

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
    const due = this.#dueOf(node.times?.totalMs);
    const body = this.#bodyOf(name, { node, cached, once: node.kind === "once", due });
    const retry = { maxAttempts: node.maxAttempts, initial: node.backoffMs, jitter: 0, max: "1 h" } as const;
    const fn = (s: BodyContext) => this.#execute(s, { ...node, ...body });
    const options = { retry, onExhausted: node.asks ? "pause" : "fail", ...limitsOf(node.times) } as const;
    if (node.kind === "task") return task(name, options, (_: string, s) => fn(s))(name);
    const cache = cached === undefined ? {} : { cache: { key: flow } };
    return wf.step(name, fn, { ...options, atMostOnce: node.kind === "once", ...cache });
  }

  /** The value that will do comes with the last of so many tries, counted over all processes. */
  poll({ tries, everyMs, totalMs }: Program & { readonly is: "poll" }, name: string): Promise<string> {
    const { executions } = this.#stage;
    const body = this.#bodyOf(name, { node: patient, repeats: everyMs, due: this.#dueOf(totalMs) });
    return this.#place.wf.poll(name, (s) => this.#execute(s, { ...body, ...atOnce, failures: 0 }), {
      every: everyMs,
      until: () => executions.triesOf(this.#execution, name) >= tries,
      retry: patientRetry,
      ...(totalMs === undefined ? {} : { timeout: totalMs }),
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

  undo({ failures, times }: Program & { readonly is: "undo" }, name: string): void {
    const body = { name, node: patient, askedAfter: 0, shielded: true, undoes: true, ...atOnce, failures } as const;
    const fn = (s: BodyContext) => this.#execute(s, times === undefined ? body : { ...body, times });
    this.#place.wf.compensate(name, fn, { retry: patientRetry, ...limitsOf(times) });
    this.#execution.undos.push(name);
  }

  /** Of something that is asked for now. */
  #dueOf(withinMs: number | undefined): Due | undefined {
    return withinMs === undefined ? undefined : { askedAt: this.#place.wf.now().getTime(), withinMs };
  }

  #bodyOf(name: string, given: Pick<Body, "node" | "repeats" | "cached" | "once" | "due">): Body {
    return { ...given, name, askedAfter: this.#place.telling.length, shielded: this.#place.shielded };
  }

  async #execute(s: BodyContext, body: Body & Doing): Promise<string> {
    const { executions, logs } = this.#stage;
    const takesMs = s.attempt <= (body.times?.hangs ?? 0) ? (body.times?.hangMs ?? 0) : body.takesMs;
    const token = executions.body(this.#execution, s, { ...body, takesMs });
    if (token === undefined) return await new Promise(() => {});
    if (logs) s.log(token);
    if (takesMs > 0) {
      const over = this.#passes(token, takesMs, body.times?.beatMs ?? takesMs);
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

  /** The time of a body, in which it says so often that it lives. */
  async #passes(token: string, takesMs: number, beatMs: number): Promise<void> {
    const { executions, clockwork, actor } = this.#stage;
    for (let left = takesMs; left > 0; left -= beatMs) {
      await clockwork.pause(actor, Math.min(left, beatMs));
      if (left > beatMs) executions.beats.beat(token);
    }
  }
}

function limitsOf(times: Times | undefined): Pick<StepOptions, "timeout" | "totalTimeout" | "heartbeatTimeout"> {
  const { attemptMs, totalMs, silenceMs } = times ?? {};
  return {
    ...(attemptMs === undefined ? {} : { timeout: attemptMs }),
    ...(totalMs === undefined ? {} : { totalTimeout: totalMs }),
    ...(silenceMs === undefined ? {} : { heartbeatTimeout: silenceMs }),
  };
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}
