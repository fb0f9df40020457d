/** The workflow of the crash tests: steps in sequence and beside each other, a short sleep, a retry. */
import { type Workflow, workflow } from "@stepwell/core";

/** @param effect what a body does: its run's id, its step's name, its fence */
export function many(
  effect: (run: string, step: string, fence: number) => Promise<void>,
): Workflow<{ readonly steps: number }, number> {
  return workflow("many", async (wf, { steps }: { readonly steps: number }) => {
    const { id } = wf;
    const step = (name: string) =>
      wf.step(name, async (s) => {
        await effect(id, name, s.fence);
        return s.uuid();
      });
    let n = 0;
    while (n < steps - 2) {
      await step(`s${n++}`);
      if (n === 3) await wf.sleep(5);
    }
    const last = await Promise.all([step(`s${n++}`), step(`s${n++}`)]);
    wf.set("last", last);
    return n;
  });
}
