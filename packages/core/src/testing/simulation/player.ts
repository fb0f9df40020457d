/** Plays a program as the code of one run, and notes what it is told. */
import type { WorkflowContext } from "../../operations/context.ts";
import type { AnyWorkflow } from "../../operations/workflow.ts";
import { playChild } from "./play-children.ts";
import { beginLimit, earlier } from "./play-limits.ts";
import { StepPlayer } from "./play-steps.ts";
import { playWait } from "./play-waits.ts";
import type { Program } from "./program.ts";
import type { Input, Place, Playing } from "./stage.ts";
import { codeOf, Telling } from "./telling.ts";

type Inside = Partial<Pick<Place, "shielded" | "due">>;

export class Player {
  readonly #playing: Playing;
  readonly #place: Place;
  readonly #steps: StepPlayer;

  constructor(playing: Playing, wf: WorkflowContext, { shielded = false, due }: Inside = {}) {
    const { stage, execution } = playing;
    this.#playing = playing;
    this.#place = { wf, telling: new Telling(stage.executions, execution), shielded, due };
    this.#steps = new StepPlayer(stage, execution, this.#place);
  }

  /** @param part which of several items it is executed for; it belongs to every name */
  async play(program: Program, part: string): Promise<unknown> {
    const { wf, telling } = this.#place;
    const name = "name" in program ? `${program.name}${part}` : "";
    switch (program.is) {
      case "step":
        return await telling.of(name, this.#steps.step(program, name));
      case "poll":
        return await telling.of(name, this.#steps.poll(program, name));
      case "book":
        return await telling.of(name, this.#steps.book(program, name));
      case "undo":
        this.#steps.undo(program, name);
        return undefined;
      case "sleep":
        return await telling.of(name, wf.sleep(program.ms, { name }));
      case "receive":
      case "ask":
      case "callback":
        return await playWait(this.#place, program, { name, ...this.#playing });
      case "tell": {
        const sent = wf.scope(name, () =>
          wf.send(program.to ?? wf.id, program.signal, `${wf.id}.${wf.generation}/${name}`),
        );
        return await telling.of(undefined, sent.catch(codeOf));
      }
      case "call":
        return await telling.of(name, wf.call(this.#flow(program.flow), this.#childInput, { name }));
      case "start":
      case "result":
        return await playChild(this.#place, program, { name, part, ...this.#playing });
      default:
        return await this.#other(program, part);
    }
  }

  /** What follows the end of its run. @param told what it is told of that */
  async follows(program: Program, told: string): Promise<unknown> {
    this.#place.telling.drew(told);
    return await this.play(program, "");
  }

  /** How those have ended that it has started. */
  async asksLater(): Promise<void> {
    const { stage, started } = this.#playing;
    if (!stage.asksLater) return;
    for (const [name, child] of started) await this.#place.telling.of(name, child.result()).catch(codeOf);
  }

  async #other(program: Exclude<Program, Played>, part: string): Promise<unknown> {
    const { wf, telling } = this.#place;
    const { input } = this.#playing;
    switch (program.is) {
      case "draw":
        return this.#drew(`${wf.random()} ${wf.uuid()} ${wf.now().getTime()}`);
      case "set":
        wf.set("seen", `${String(wf.get("seen", ""))}${program.name}${part},`);
        return telling.drew(String(wf.get("seen")));
      case "again":
        if (input.left > 0) wf.continueAs({ ...input, left: input.left - 1 });
        return undefined;
      case "throw":
        throw new RangeError(`${program.name}${part}`);
      default:
        return await this.#compound(program, part);
    }
  }

  #drew(text: string): string {
    if (this.#playing.stage.logs) this.#place.wf.log(text);
    return this.#place.telling.drew(text);
  }

  async #compound(program: Compound, part: string): Promise<unknown> {
    const { wf, telling } = this.#place;
    switch (program.is) {
      case "seq":
        for (const each of program.parts) await this.play(each, part);
        return undefined;
      case "all":
        return await Promise.all(program.parts.map((each, n) => wf.scope(`b${n}`, () => this.play(each, part))));
      case "race": {
        const branches = program.parts.map((each, n) => [`b${n}`, () => this.play(each, part)] as const);
        const { winner } = await wf.race(Object.fromEntries(branches));
        return telling.drew(`${program.name} won by ${winner}`);
      }
      case "cut":
        return await this.#cut(program, part);
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
          return telling.drew(`caught ${codeOf(error)}`);
        }
      case "within":
        return await this.#within(program, part);
      default: {
        const inside = new Player(this.#playing, wf, { shielded: true });
        return await wf.shield(() => inside.play(program.body, part));
      }
    }
  }

  async #cut({ name, parts: [inside, beside] }: Compound & { readonly is: "cut" }, part: string): Promise<unknown> {
    const { wf, telling } = this.#place;
    const cut = new AbortController();
    const ended = wf.scope("inside", () => this.play(inside, part), { signal: cut.signal });
    const cutting = wf.scope("beside", () => this.play(beside, part)).finally(() => cut.abort(new RangeError(name)));
    const [one, other] = await Promise.allSettled([ended, cutting]);
    return telling.drew(`${name} ${one.status} ${other.status}`);
  }

  async #within({ name, body, ...times }: Compound & { readonly is: "within" }, part: string): Promise<unknown> {
    const { wf, telling } = this.#place;
    const { execution, stage } = this.#playing;
    const limit = beginLimit(wf, { name: `${name}${part}`, ...times }, stage.clockwork);
    execution.limits.set(limit.name, limit);
    const due = earlier(this.#place.due, limit.due);
    const inside = new Player(this.#playing, wf, { ...this.#place, due });
    try {
      return await wf.scope(name, () => inside.play(body, part), { signal: limit.signal });
    } finally {
      limit.stop();
      telling.drew(`${name} has ${limit.leftMs()} ms left`);
    }
  }

  #flow(name: string): AnyWorkflow {
    return this.#playing.callable.get(name) as AnyWorkflow;
  }

  get #childInput(): Input {
    return { ...this.#playing.input, left: 1 };
  }
}

type Played = Program & {
  readonly is:
    | "step"
    | "poll"
    | "book"
    | "undo"
    | "sleep"
    | "receive"
    | "ask"
    | "callback"
    | "tell"
    | "call"
    | "start"
    | "result";
};

type Compound = Program & { readonly is: "seq" | "all" | "race" | "cut" | "map" | "catch" | "shield" | "within" };
