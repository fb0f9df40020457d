import { describe, expect, test } from "vitest";
import { confFolder } from "./conf-folder.fixture.ts";
import { etl } from "./etl.fixture.ts";
import { Workflow } from "./workflow.ts";

describe("one job by itself", () => {
  test("takes what it needs from a context", async () => {
    const { from } = confFolder({ "etl.yml": etl });
    const flow = await Workflow.fromConf("etl", from);
    const before = { jobs: { read: { status: "SUCCESS", outputs: { rows: 2 } } } } as const;
    const [status, context] = await flow.executeJob("write", before);
    expect([status, context.outputs]).toEqual(["SUCCESS", { read: { rows: 2 }, write: { message: "wrote 2" } }]);
    const [failed] = await flow.executeJob(flow.job("write"), {
      jobs: { read: { status: "SUCCESS", outputs: { rows: 3 } } },
    });
    expect(failed).toBe("FAILED");
    await expect(flow.executeJob("write", { jobs: { read: { status: "GOOD" as never } } })).rejects.toMatchObject({
      code: "context-invalid",
    });
  });
});

test("a computed name of a workflow that is not in its folder is told as what the folder has", async () => {
  const { from } = confFolder({
    "etl.yml": etl,
    "any.yml":
      'any:\n  params: { which: str }\n  jobs: { a: { stages: [{ id: t, trigger: "${{ params.which }}" }] } }\n',
  });
  const flow = await Workflow.fromConf("any", from);
  const { errors } = await flow.execute({ which: "quite-another" });
  expect(errors).toMatchObject([
    {
      code: "unknown-workflow-name",
      cure: expect.stringMatching(/^put it into the same folder of definitions, or give/),
    },
  ]);
});

describe("what cannot be called", () => {
  test("is refused before anything starts, with code and cure", async () => {
    const { from } = confFolder({
      "etl.yml": etl,
      "broken.yml": "broken:\n  jobs:\n    a:\n      stage: []\n",
      "stranger.yml": "stranger:\n  jobs:\n    a:\n      stages: [{ trigger: quite-another }]\n",
      "caller.yml": "caller:\n  jobs:\n    a:\n      stages: [{ trigger: elt }]\n",
    });
    const flow = await Workflow.fromConf("etl", from);
    const bad: [() => Promise<unknown>, object][] = [
      [
        () => Workflow.fromConf("elt", { ...from, path: "conf/etl.yml" }),
        { name: "WorkflowNotFound", hint: 'did you mean "etl"?' },
      ],
      [() => Workflow.fromConf("etl", { ...from, path: "nowhere" }), { code: "workflow-not-found" }],
      [() => Workflow.fromConf("broken", from), { code: "definition-invalid" }],
      [
        () => Workflow.fromConf("caller", from),
        { problems: [{ code: "unknown-workflow-name", hint: 'did you mean "etl"?', place: { line: 4 } }] },
      ],
      [
        () => Workflow.fromConf("stranger", from),
        {
          problems: [
            { code: "unknown-workflow-name", hint: expect.stringMatching(/a folder that has both as `path`$/) },
          ],
        },
      ],
      [() => flow.execute({ rows: "many", dy: 1 }), { name: "ParamError", problems: { length: 2 } }],
      [() => flow.execute([] as never), { code: "params-invalid" }],
      [() => flow.execute({}, { timeout: -1 }), { code: "call-invalid", facts: { option: "timeout" } }],
      [() => flow.execute({}, { timeout: "soon" }), { code: "call-invalid", facts: { option: "timeout" } }],
      [() => flow.execute({}, { maxJobParallel: 0 }), { code: "call-invalid", facts: { option: "maxJobParallel" } }],
      [() => flow.execute({}, { parentRunId: "" }), { code: "call-invalid", facts: { option: "parentRunId" } }],
      [
        () => flow.execute({}, { runID: "r" } as never),
        { code: "call-invalid", message: expect.stringMatching("runId") },
      ],
      [() => flow.execute({}, null as never), { code: "call-invalid" }],
      [() => flow.execute({}, { runId: "@last" }), { code: "invalid-name" }],
      [() => flow.executeJob("wirte"), { code: "unknown-job", hint: 'did you mean "write"?' }],
      [async () => flow.validateRelease(new Date("2026-01-01T02:01Z")), { name: "WorkflowError" }],
    ];
    for (const [call, error] of bad) await expect(call()).rejects.toMatchObject(error);
    const away = await Workflow.fromConf("etl", { ...from, extras: { store: "postgres://u:secret@h/d" } });
    const refused = away.execute();
    await expect(refused).rejects.toMatchObject({ code: "store-unavailable" });
    await expect(refused).rejects.not.toThrow(/secret/);
    const key = Buffer.from(new Uint8Array(32).fill(201)).toString("base64");
    const keyed = (await Workflow.fromConf("etl", { ...from, extras: { keys: key } })).execute();
    await expect(keyed).rejects.toMatchObject({ code: "bad-keys" });
    await expect(keyed).rejects.not.toThrow(key.slice(0, 6));
  });
});
