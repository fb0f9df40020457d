/** What the runs of a chaotic world do: steps, messages, children, and steps that undo others. */
import type { WorkflowContext } from "../operations/context.ts";
import { type AnyWorkflow, workflow } from "../operations/workflow.ts";
import type { MortalProcess } from "./mortal-process.ts";

/** A body that is being executed, and by which process. */
export interface Executing {
  readonly who: MortalProcess;
  readonly id: string;
  /** Run, generation, step, attempt and fence: what must not begin twice. */
  readonly what: string;
}

export interface World {
  /** Executes a body for as long as chance says. */
  executes(body: Executing): Promise<void>;
}

interface Attempted {
  readonly attempt: number;
  readonly fence: number;
}

/** The workflows as one process executes them. */
export function flowsOf(world: World, who: MortalProcess): AnyWorkflow[] {
  const executes = async (wf: WorkflowContext, s: Attempted, step: { name: string; fails: number }): Promise<void> => {
    const { id, generation } = wf;
    const { name, fails } = step;
    await world.executes({ who, id, what: `${id} ${generation} ${name} ${s.attempt} ${s.fence}` });
    if (s.attempt <= fails) throw new RangeError(`${name}, attempt ${s.attempt}`);
  };
  const child = workflow("child", async (wf, { n, parent }: { readonly n: number; readonly parent: string }) => {
    await wf.step("work", (s) => executes(wf, s, { name: "work", fails: n % 2 }), {
      retry: { initial: 30, jitter: 0 },
    });
    await wf.send(parent, "done", n);
    if (n % 3 === 0) await wf.sleep(1_200);
    return n * 2;
  });
  const flow = workflow("flow", async (wf, n: number) => {
    const body = (name: string, fails = 0) =>
      wf.step(
        name,
        async (s) => {
          await executes(wf, s, { name, fails });
          s.set(name, n);
          return `${name}${n}`;
        },
        { retry: { initial: 30 + n * 100, jitter: 0 } },
      );
    const undone = (name: string) =>
      wf.compensate(name, (s) => executes(wf, s, { name: `undo ${name}`, fails: n % 2 }), {
        retry: { initial: 30, jitter: 0 },
      });
    const seen = [await body("a")];
    undone("a");
    seen.push(await body("b", n % 3));
    undone("b");
    wf.set("n", n);
    for (let quick = 0; quick < 12; quick++) await body(`q${quick}`);
    await wf.sleep(n % 2 === 0 ? 40 : 1_500);
    // Nobody may have sent one.
    await wf.receive("hint", { timeout: n * 200 });
    const [doubled, done] = await Promise.all([wf.call(child, { n, parent: wf.id }), wf.receive("done")]);
    seen.push(...(await wf.map([1, 2, 3], (item) => body(`m${item}`), { concurrency: 2 })));
    const won = await wf.race({ quick: () => body("quick"), slow: () => wf.sleep("1 h") });
    return [...seen, won.winner, wf.get("n"), wf.get("a"), doubled, done].join();
  });
  return [flow, child];
}

/** What a run of input n gives. */
export function expectedOf(n: number): string {
  return `${["a", "b", "m1", "m2", "m3"].map((name) => `${name}${n}`).join()},quick,${n},${n},${n * 2},${n}`;
}
