/** Plays a program as the code of one run, and notes what it is told. */
import type { BodyContext } from "../../operations/body-context.ts";
import type { WorkflowContext } from "../../operations/context.ts";
import type { AnyWorkflow } from "../../operations/workflow.ts";
import type { Actor } from "./actor.ts";
import type { Clockwork } from "./clockwork.ts";
import type { Execution, Executions } from "./executions.ts";
import type { Body } from "./judge-attempt.ts";
import type { Program, StepNode } from "./program.ts";

export interface Stage {
  readonly clockwork: Clockwork;
  readonly actor: Actor;
  readonly executions: Executions;
}

/** How often a run may still begin anew. */
export interface Input {
  readonly left: number;
}

/** What a player has to do with. */
export interface Playing {
  readonly stage: Stage;
  readonly execution: Execution;
  readonly callable: ReadonlyMap<string, AnyWorkflow>;
  readonly input: Input;
}

export class Player {
  readonly #playing: Playing;
  readonly #wf: WorkflowContext;
  readonly #shielded: boolean;

  constructor(playing: Playing, wf: WorkflowContext, shielded = false) {
    this.#playing = playing;
    this.#wf = wf;
    this.#shielded = shielded;
  }

  /** @param part which of several items it is executed for; it belongs to every name */
  async play(program: Program, part: string): Promise<unknown> {
    const wf = this.#wf;
    const name = "name" in program ? `${program.name}${part}` : "";
    switch (program.is) {
      case "step":
        return await this.#told(name, this.#step(program, name));
      case "sleep":
        return await this.#told(name, wf.sleep(program.ms, { name }));
      case "receive": {
        const timeout = program.withinMs === undefined ? {} : { timeout: program.withinMs };
        // The engine's own reading comes 1 ms after this one.
        const dueAt = wf.now().getTime() + (program.withinMs ?? Infinity) + 1;
        return await this.#told(name, wf.receive(program.signal, { name, ...timeout }), dueAt);
      }
      case "tell": {
        const sent = wf.scope(name, () =>
          wf.send(program.to ?? wf.id, program.signal, `${wf.id}.${wf.generation}/${name}`),
        );
        return await this.#told(undefined, sent.catch(codeOf));
      }
      case "call":
        return await this.#told(name, wf.call(this.#flow(program.flow), this.#childInput, { name }));
      case "start":
        await wf.start(this.#flow(program.flow), this.#childInput, { name });
        return this.#drew(`started ${name}`);
      case "undo":
        wf.compensate(name, (s) => this.#undo(s, { name, failures: program.failures }), {
          retry: { maxAttempts: 3, initial: 1, jitter: 0 },
        });
        return undefined;
      case "draw":
        return this.#drew(`${wf.random()} ${wf.uuid()} ${wf.now().getTime()}`);
      case "set":
        wf.set("seen", `${String(wf.get("seen", ""))}${name},`);
        return this.#drew(String(wf.get("seen")));
      case "again":
        if (this.#playing.input.left > 0) wf.continueAs({ left: this.#playing.input.left - 1 });
        return undefined;
      case "throw":
        throw new RangeError(name);
      default:
        return await this.#compound(program, part);
    }
  }

  async #compound(program: Program & { readonly name: string }, part: string): Promise<unknown> {
    const wf = this.#wf;
    switch (program.is) {
      case "seq":
        for (const each of program.parts) await this.play(each, part);
        return undefined;
      case "all":
        return await Promise.all(program.parts.map((each, n) => wf.scope(`b${n}`, () => this.play(each, part))));
      case "race": {
        const branches = program.parts.map((each, n) => [`b${n}`, () => this.play(each, part)] as const);
        const { winner } = await wf.race(Object.fromEntries(branches));
        return this.#drew(`${program.name} won by ${winner}`);
      }
      case "map": {
        const items = Array.from({ length: program.items }, (_, n) => n);
        return await wf.map(items, (n) => this.play(program.body, `${part}-${n}`), {
          concurrency: program.atOnce,
        });
      }
      case "catch":
        try {
          return await this.play(program.body, part);
        } catch (error) {
          return this.#drew(`caught ${codeOf(error)}`);
        }
      case "shield": {
        const inside = new Player(this.#playing, wf, true);
        return await wf.shield(() => inside.play(program.body, part));
      }
      default:
        return undefined;
    }
  }

  #flow(name: string): AnyWorkflow {
    return this.#playing.callable.get(name) as AnyWorkflow;
  }

  get #childInput(): Input {
    return { left: 1 };
  }

  #step(node: StepNode, name: string): Promise<unknown> {
    const askedAfter = this.#playing.execution.told.length;
    const body = { node, name, askedAfter, shielded: this.#shielded };
    return this.#wf.step(name, (s) => this.#body(s, { ...node, ...body }), {
      retry: { maxAttempts: node.maxAttempts, initial: node.backoffMs, jitter: 0, max: "1 h" },
      atMostOnce: node.kind === "once",
    });
  }

  async #body(s: BodyContext, body: Body & Pick<StepNode, "takesMs" | "failures" | "heeds">): Promise<string> {
    const { stage, execution } = this.#playing;
    const token = stage.executions.body(execution, s, body);
    if (token === undefined) return await new Promise(() => {});
    if (body.takesMs > 0) {
      const over = stage.clockwork.pause(stage.actor, body.takesMs);
      await (body.heeds ? Promise.race([over, aborted(s.abortSignal)]) : over);
    }
    if (s.attempt <= body.failures) {
      stage.executions.fails(token);
      throw new RangeError(token);
    }
    if (body.takesMs === 1) s.set(body.name, token);
    return token;
  }

  #undo(s: BodyContext, { name, failures }: { readonly name: string; readonly failures: number }): Promise<string> {
    const node = { maxAttempts: 3, backoffMs: 1 };
    return this.#body(s, { name, node, askedAfter: 0, shielded: true, takesMs: 0, failures, heeds: false });
  }

  /** Notes what an operation gives, or what it fails with. */
  async #told<T>(name: string | undefined, operation: Promise<T>, dueAt?: number): Promise<T> {
    const { stage, execution } = this.#playing;
    try {
      const value = await operation;
      const holds = typeof value === "string" && name !== undefined ? value : undefined;
      stage.executions.tell(execution, { text: `${name ?? "sent"}=${String(value)}`, name, holds, dueAt });
      return value;
    } catch (error) {
      const token = tokenOf(error);
      const known = token === undefined ? undefined : name;
      stage.executions.tell(execution, { text: `${name}!${token ?? codeOf(error)}`, name: known, holds: token });
      throw error;
    }
  }

  #drew(text: string): string {
    const { stage, execution } = this.#playing;
    stage.executions.tell(execution, { text, name: undefined, holds: undefined });
    return text;
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener("abort", () => resolve(), { once: true }));
}

/** What the body of a step threw, if it was one. */
function tokenOf(error: unknown): string | undefined {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof RangeError ? cause.message : undefined;
}

function codeOf(error: unknown): string {
  if (error instanceof Error && "code" in error) return String(error.code);
  return error instanceof Error ? error.message : String(error);
}
