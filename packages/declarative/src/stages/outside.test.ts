import { describe, expect, test } from "vitest";
import { ofStages, ran, waiting } from "./yaml-run.fixture.ts";

describe("approve", () => {
  const gate = ofStages(
    `
- id: gate
  approve: Ship \${{ params.order }}?
  assignees: [ops]
  form: { type: object, properties: { note: { type: string } }, required: [note] }
`,
    "params: { order: str }\n",
  );
  const order = { order: "o-1" };

  test("people are asked; an answer that does not fit the form leaves the question open", async () => {
    const { context } = await ran(gate, order, {
      meanwhile: async (run, engine) => {
        await waiting(run);
        const [asked] = (await engine.approvals()).items;
        expect(asked).toMatchObject({ title: "Ship o-1?", assignees: ["ops"], form: { required: ["note"] } });
        const ask = String(asked?.ask);
        await run.answer(ask, true);
        while ((await engine.approvals()).items[0]?.problem === undefined)
          await new Promise((done) => setImmediate(done));
        await run.answer(ask, { note: "go" });
      },
    });
    expect(context.errors).toEqual([]);
    expect(context.outputs).toEqual({ job: { approved: true, note: "go" } });
  });

  test("a refusal is a failure", async () => {
    const { context } = await ran(gate, order, {
      meanwhile: async (run, engine) => {
        await waiting(run);
        await run.answer(String((await engine.approvals()).items[0]?.ask), false);
      },
    });
    expect(context.errors).toMatchObject([{ code: "approval-refused" }]);
  });

  test("when its time is over the default is the answer; without one that is a failure", async () => {
    const late = (rest: string) => ofStages(`- id: gate\n  approve: Go?\n  timeout: 0.01\n${rest}`);
    const given = await ran(late("  default: { approved: true, note: nobody }\n"));
    expect(given.context.outputs).toEqual({ job: { approved: true, note: "nobody" } });
    const none = await ran(late(""));
    expect(none.context.errors).toMatchObject([{ code: "part-timed-out", name: "WorkflowTimeoutError" }]);
  });
});

describe("signal and wait", () => {
  test("a signal reaches the run that waits for it; others that do not match are left", async () => {
    const { context } = await ran(`
parent:
  jobs:
    job:
      stages:
        - parallel:
            child:
              - trigger: child
                params: { to: "\${{ run.id }}" }
            here:
              - id: first
                wait: loaded
                match: payload.n == 2
              - id: second
                wait: { signal: loaded }
child:
  params: { to: str }
  jobs:
    job:
      stages:
        - { id: one, signal: loaded, to: "\${{ params.to }}", payload: { n: 1 } }
        - { id: two, signal: loaded, to: "\${{ params.to }}", payload: { n: 2 } }
`);
    expect(context.errors).toEqual([]);
    expect(context.outputs).toMatchObject({ job: { here: { payload: { n: 1 } } } });
  });

  test("when its time is over it fails", async () => {
    const { context } = await ran(ofStages("- id: w\n  wait: never\n  timeout: 0.01\n"));
    expect(context.errors).toMatchObject([{ code: "part-timed-out" }]);
  });

  test("a callback is completed with the token; a value that does not match is refused", async () => {
    const { context } = await ran(
      ofStages("- id: w\n  wait: { callback: payment }\n  match: payload.paid\n"),
      {},
      {
        meanwhile: async (run, engine) => {
          await waiting(run);
          const token = String(await run.get("callbacks/payment"));
          await engine.completeCallback(token, { paid: false });
          while (!(await run.journal()).some(({ kind }) => kind === "refused"))
            await new Promise((done) => setImmediate(done));
          await engine.completeCallback(token, { paid: true });
        },
      },
    );
    expect(context.errors).toEqual([]);
    expect(context.outputs).toEqual({ job: { payload: { paid: true } } });
  });

  test("a poll goes round until its condition holds, and no longer than its timeout", async () => {
    const poll = (until: string, rest = "") =>
      ofStages(`
- id: w
  wait:
    poll:
      - id: look
        bash: echo x >> seen; echo "n=$(wc -l < seen)" >> "$STEPWELL_OUTPUT"
    until: ${until}
    every: 0.001
${rest}`);
    const { context } = await ran(poll("stages.look.outputs.n == 3"));
    expect(context.errors).toEqual([]);
    expect(context.outputs).toMatchObject({ job: { n: "3" } });
    const late = await ran(poll("false", "  timeout: 0.3\n"));
    expect(late.context.errors).toMatchObject([{ code: "part-timed-out" }]);
  });
});
