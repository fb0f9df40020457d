import { join } from "node:path";
import { memory, nodeHost } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import { ended, folder, opened, until } from "./opened.fixture.ts";
import { ParamKeys } from "./param-keys.ts";
import type { ResultContext } from "./records.ts";
import { makeServices } from "./services.ts";

describe("runs-on", () => {
  const flow = `
name: flow
params: { zone: { type: str, default: gpu }, token: { type: secret, default: hidden-token } }
env: { RUN: "\${{ run.id }}", TOKEN: "\${{ secrets.TOKEN }}" }
jobs:
  first: { stages: [{ id: give, echo: "4" }] }
  far:
    needs: first
    runs-on: queue:\${{ params.zone }}
    strategy: { matrix: { part: [a, b] } }
    artifacts: { upload: { name: parts, path: "*.txt" } }
    outputs: { line: "\${{ stages.work.outputs.stdout }}" }
    stages:
      - { id: work, bash: "echo \${{ matrix.part }} \${{ needs.first.outputs.message }} $RUN $TOKEN; echo x > \${{ matrix.part }}.txt" }
  last: { needs: far, artifacts: { download: parts }, stages: [{ id: list, bash: "ls" }] }
`;

  test("queue:NAME: the job is executed by workers of that queue, as a run of its own, and gives what it gives", async () => {
    const store = memory();
    const common = {
      secrets: new Map([["TOKEN", "very-secret"]]),
      artifacts: join(folder, "artifacts"),
      sealing: new ParamKeys(),
    };
    await using here = await opened(flow, { store, ...common });
    const run = await here.start({}, "r");
    await until(async () => (await here.engine.list({ parent: "r" })).items.length === 2);
    const children = await here.engine.list({ parent: "r" });
    expect(children.items.map(({ status, queue }) => [status, queue])).toEqual([
      ["pending", "gpu"],
      ["pending", "gpu"],
    ]);
    const host = nodeHost();
    const gpu = { ...host, proof: { ...host.proof, machine: "gpu" } };
    await using _far = await opened(flow, { store, queues: ["gpu"], host: gpu, ...common });
    await ended(run);
    const context = here.context("r");
    expect(context?.errors).toEqual([]);
    expect(context?.jobs.far?.outputs).toEqual({ line: ["a 4 r ***\n", "b 4 r ***\n"] });
    expect(context?.jobs.far?.strategies?.["part=a"]?.stages.work?.status).toBe("SUCCESS");
    expect(context?.jobs.last?.stages?.list?.outputs.stdout).toBe("a.txt\nb.txt\n");
    const [child] = children.items;
    const entries = await here.engine.handle(child?.id ?? "").journal();
    expect(entries.find(({ op }) => op.endsWith("/make workspace"))?.value).toMatchObject({ machine: "gpu" });
  });

  test("a failure, a time limit, a retry and fail-fast of such a job are as of any", async () => {
    await using it = await opened(
      `
name: flow
jobs:
  again:
    runs-on: { type: "queue:default" }
    retry: { max-attempts: 2, initial: 1ms }
    stages: [{ id: s, bash: "test -e ${folder}/again || { touch ${folder}/again; exit 3; }" }]
  slow: { runs-on: queue:default, timeout: 100ms, stages: [{ bash: sleep 100 }] }
  fails: { runs-on: queue:default, stages: [{ id: s, bash: "exit 3" }, { id: after, echo: hi }] }
max-parallel: 3
`,
    );
    const run = await it.start({}, "r");
    await ended(run);
    const { jobs } = it.context("r") as ResultContext;
    expect(jobs.again).toMatchObject({ status: "SUCCESS" });
    expect(jobs.slow?.errors).toMatchObject([{ name: "WorkflowTimeoutError", path: "jobs.slow" }]);
    expect(jobs.fails?.errors).toMatchObject([{ code: "script-failed", path: "jobs.fails.stages.s" }]);
    expect(jobs.fails?.stages?.after?.status).toBe("SKIP");
    await until(async () => (await it.engine.list({ parent: "r", status: ["running", "pending"] })).items.length === 0);
    const ends = (await it.engine.list({ parent: "r" })).items.map(({ status }) => status).sort();
    expect(ends).toEqual(["cancelled", "completed", "failed", "failed"]);
  });

  test("a template may give the place; what it gives has to be one", async () => {
    await using it = await opened(
      `name: flow\nparams: { at: str }\njobs: { one: { runs-on: "\${{ params.at }}", stages: [{ echo: hi }] } }\n`,
    );
    await ended(await it.start({ at: "thread" }, "a"));
    expect(it.context("a")?.status).toBe("SUCCESS");
    await ended(await it.start({ at: "ubuntu-latest" }, "b"));
    expect(it.context("b")?.errors).toMatchObject([{ code: "setting-invalid" }]);
  });

  test("an output that is a secret does not go to another run", async () => {
    await using it = await opened(
      `
name: flow
jobs:
  a: { outputs: { t: "\${{ secrets.TOKEN }}" }, stages: [{ echo: hi }] }
  b: { needs: a, runs-on: queue:default, stages: [{ echo: hi }] }
`,
      { secrets: new Map([["TOKEN", "very-secret"]]) },
    );
    await ended(await it.start({}, "r"));
    expect(it.context("r")?.errors).toMatchObject([{ code: "secret-not-passed" }]);
  });

  test("a run of one job whose definition lacks that job says so", async () => {
    await using it = await opened("name: flow\njobs: { a: { stages: [{ echo: hi }] } }\n");
    const run = await it.start({}, "r");
    await ended(run);
    const [definition] = definitionsOf(
      await loadText({ file: "f.yml", text: "name: flow\njobs: { a: { stages: [{ echo: hi }] } }\n", format: "yaml" }),
    );
    if (definition === undefined) throw new Error("no definition");
    const workflow = definitionWorkflow(definition, makeServices({ workspaces: folder }));
    const part = { job: "other", names: {}, artifacts: [], run: {}, tasks: [] };
    const wrong = await it.engine.start(workflow, { definition, params: {}, part });
    await expect(wrong.result()).rejects.toMatchObject({ cause: { code: "job-unknown" } });
  });
});
