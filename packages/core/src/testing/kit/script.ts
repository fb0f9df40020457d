/** What other programs and people do in a test, each at its time: signals, answers, values of callbacks. */
import type { Approval } from "../../engine/approvals.ts";
import type { Stepwell } from "../../engine/engine.ts";
import type { VirtualHost } from "../../host/virtual.ts";
import { isFailure } from "../../model/errors.ts";
import type { Signal } from "../../operations/signal.ts";

export interface ScriptedSignal {
  readonly afterMs: number;
  readonly signal: Signal<unknown> | string;
  readonly payload: unknown;
  /** Id of a run; undefined for the one that the test is about at the time. */
  readonly to: string | undefined;
  readonly key: string | undefined;
}

export interface ScriptedAnswer {
  /** From the question. */
  readonly afterMs: number;
  readonly ask: string;
  readonly value: unknown;
  readonly by: string | undefined;
}

interface Planned {
  readonly what: string;
  done: boolean;
  /** Why it came to nothing. */
  problem: string | undefined;
}

/** What a run does not want any more is no mistake by itself: a test that minds asks `unused`. */
const lateCodes = ["run-finished", "unknown-run", "ask-answered", "callback-used"] as const;

export class Script {
  readonly #host: VirtualHost;
  readonly #engine: () => Promise<Stepwell>;
  readonly #planned: Planned[] = [];
  readonly #answers: { readonly answer: ScriptedAnswer; readonly planned: Planned }[] = [];
  readonly #seen = new Set<string>();
  /** Called when the next run of the test is started. */
  #onStart: ((id: string) => void)[] = [];
  #current: string | undefined;
  #trouble: { readonly error: unknown } | undefined;

  constructor(host: VirtualHost, engine: () => Promise<Stepwell>) {
    this.#host = host;
    this.#engine = engine;
  }

  /** The test is about this run now. */
  started(id: string): void {
    this.#current = id;
    for (const fn of this.#onStart.splice(0)) fn(id);
  }

  ended(id: string): void {
    if (this.#current === id) this.#current = undefined;
  }

  signal(scripted: ScriptedSignal): void {
    const name = typeof scripted.signal === "string" ? scripted.signal : scripted.signal.name;
    const planned = this.#plan(`signal "${name}"`);
    const { promise: to, resolve } = Promise.withResolvers<string>();
    const known = scripted.to ?? this.#current;
    if (known === undefined) this.#onStart.push(resolve);
    else resolve(known);
    this.#host.timer(scripted.afterMs, () => {
      const sending = to.then(async (id) => {
        const options = scripted.key === undefined ? {} : { key: scripted.key };
        await (await this.#engine()).handle(id).signal(scripted.signal, scripted.payload, options);
      });
      this.#see(planned, sending);
    });
  }

  answer(answer: ScriptedAnswer): void {
    this.#answers.push({ answer, planned: this.#plan(`the answer to "${answer.ask}"`) });
  }

  completeCallback(afterMs: number, token: string, value: unknown): void {
    const planned = this.#plan("the value of a callback");
    this.#host.timer(afterMs, () =>
      this.#see(
        planned,
        this.#engine().then((engine) => engine.completeCallback(token, value)),
      ),
    );
  }

  /** Answers what is asked now. @returns true if there was anything @throws what was wrong with what was done before */
  async act(): Promise<boolean> {
    const trouble = this.#trouble;
    this.#trouble = undefined;
    if (trouble !== undefined) throw trouble.error;
    if (this.#answers.length === 0) return false;
    const { items } = await (await this.#engine()).approvals({}, { limit: 200 });
    const open = items.filter((item) => !this.#seen.has(keyOf(item)));
    for (const item of open) this.#answerTo(item);
    return open.length > 0;
  }

  #answerTo(item: Approval): void {
    this.#seen.add(keyOf(item));
    const name = item.ask.replace(/#\d+$/, "");
    const found = this.#answers.find(({ answer: { ask } }) => ask === item.ask || ask === name || ask === item.title);
    if (found === undefined) return;
    const { afterMs, value, by } = found.answer;
    this.#host.timer(afterMs, () => {
      const answering = this.#engine().then(async (engine) => {
        const given: unknown = typeof value === "function" ? await value(item) : value;
        await engine.handle(item.run).answer(item.ask, given, by === undefined ? {} : { by });
      });
      this.#see(found.planned, answering);
    });
  }

  unused(): string[] {
    return this.#planned
      .filter(({ done }) => !done)
      .map(
        ({ what, problem }) => `${what} ${problem === undefined ? "was never wanted" : `came too late: ${problem}`}`,
      );
  }

  #plan(what: string): Planned {
    const planned: Planned = { what, done: false, problem: undefined };
    this.#planned.push(planned);
    return planned;
  }

  #see(planned: Planned, doing: Promise<unknown>): void {
    doing.then(
      () => {
        planned.done = true;
      },
      (error: unknown) => {
        if (lateCodes.some((code) => isFailure(error, code))) planned.problem = (error as Error).message;
        else this.#trouble ??= { error };
      },
    );
  }
}

/** A question that is asked again, because the answer did not fit, is not answered again. */
function keyOf({ run, ask, askedAt }: Approval): string {
  return `${run} ${ask} ${askedAt.getTime()}`;
}
