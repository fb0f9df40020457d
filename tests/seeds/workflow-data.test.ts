import { workflow } from "@stepwell/core";
import { expect, test } from "vitest";
import { crashedEverywhere } from "./crashed-everywhere.ts";

// "Workflow State Management": data that is kept with the run, read back by it and from outside.

interface Step {
  readonly step: number;
  readonly id: string;
  readonly at: Date;
}

test("data of a run is there after every crash, for the run and for others", async () => {
  const { output, data } = await crashedEverywhere({
    input: "u-5",
    keys: ["user", "started at", "step 1", "step 2", "step 3", "never set"],
    workflows: (note) => [
      workflow("stateful", async (wf, user: string) => {
        wf.set("user", user);
        wf.set("started at", wf.now());
        const steps: Step[] = [];
        for (let step = 1; step <= 3; step++) {
          const id = wf.uuid();
          steps.push({ step, id, at: wf.now() });
          wf.set(`step ${step}`, id);
          await wf.step("work", () => note(`step ${step}`));
        }
        const nothing = wf.get("never set", "a fallback");
        return { user: wf.get("user"), startedAt: wf.get("started at"), steps, nothing, completedAt: wf.now() };
      }),
    ],
  });
  const { user, startedAt, steps, nothing } = output as {
    user: string;
    startedAt: Date;
    steps: Step[];
    nothing: string;
  };
  expect([user, nothing]).toEqual(["u-5", "a fallback"]);
  expect(new Set(steps.map(({ id }) => id)).size).toBe(3);
  expect(data).toEqual({
    user: "u-5",
    "started at": startedAt,
    "step 1": steps[0]?.id,
    "step 2": steps[1]?.id,
    "step 3": steps[2]?.id,
    "never set": undefined,
  });
});
