import { memory, type RunHandle } from "@stepwell/core";
import { describe, expect, test } from "vitest";
import { ended, type Opened, opened, until } from "./opened.fixture.ts";

describe("concurrency", () => {
  const jobs = (policy: string) => `
name: flow
jobs:
  deploy:
    concurrency: { group: deploy, limit: 1, on-conflict: ${policy} }
    stages: [{ id: gate, wait: { signal: go } }]
`;
  const child = async (it: Opened, parent: string): Promise<RunHandle> => {
    await until(async () => (await it.engine.list({ parent })).items.length > 0);
    return it.engine.handle((await it.engine.list({ parent })).items[0]?.id ?? "");
  };
  const under = async (run: RunHandle) => until(async () => (await run.status()).status === "waiting");

  test("of jobs: one of a group waits for the other, of another run", async () => {
    await using it = await opened(jobs("queue"));
    const one = await it.start({}, "one");
    const first = await child(it, "one");
    await under(first);
    const two = await it.start({}, "two");
    const second = await child(it, "two");
    expect((await second.status()).status).toBe("pending");
    expect(await second.why()).toContain('"deploy"');
    await first.signal("go", null);
    await one.result();
    await under(second);
    await second.signal("go", null);
    await two.result();
  });

  test("of jobs: skip, replace and reject", async () => {
    await using skips = await opened(jobs("skip"));
    const one = await skips.start({}, "one");
    await under(await child(skips, "one"));
    await ended(await skips.start({}, "two"));
    expect(skips.context("two")?.jobs.deploy).toMatchObject({
      status: "SKIP",
      info: { reason: "its concurrency group is taken" },
    });
    await one.cancel();

    await using replaces = await opened(jobs("replace"));
    const old = await replaces.start({}, "one");
    await under(await child(replaces, "one"));
    const next = await replaces.start({}, "two");
    await ended(old);
    expect(replaces.context("one")?.jobs.deploy?.status).toBe("FAILED");
    const running = await child(replaces, "two");
    await under(running);
    await running.signal("go", null);
    await next.result();

    await using rejects = await opened(jobs("reject"));
    const holds = await rejects.start({}, "one");
    await under(await child(rejects, "one"));
    await ended(await rejects.start({}, "two"));
    expect(rejects.context("two")?.errors).toMatchObject([{ path: "jobs.deploy" }]);
    await holds.cancel();
  });

  test("of workflows: by group, whatever the workflow; templates see the params", async () => {
    const flow = (name: string) => `
name: ${name}
params: { region: str }
concurrency: { group: "orders-\${{ params.region }}", on-conflict: reject }
jobs: { a: { stages: [{ id: gate, wait: { signal: go } }] } }
`;
    const store = memory();
    await using one = await opened(flow("one"), { store });
    await using two = await opened(flow("two"), { store });
    const holds = await one.start({ region: "eu" });
    await under(holds);
    await expect(two.start({ region: "eu" })).rejects.toMatchObject({
      code: "concurrency-conflict",
      facts: { key: "orders-eu" },
    });
    const other = await two.start({ region: "us" });
    await holds.signal("go", null);
    await holds.result();
    const next = await two.start({ region: "eu" });
    for (const run of [other, next]) {
      await under(run);
      await run.signal("go", null);
      await run.result();
    }
  });

  test("no group comes from a secret: groups are seen by everybody", async () => {
    const flow = (at: string) => `
name: flow
params: { key: { type: secret, default: some-secret } }
${at === "workflow" ? "concurrency: '${{ params.key }}'" : ""}
jobs: { a: { ${at === "job" ? "concurrency: '${{ params.key }}', " : ""}stages: [{ echo: hi }] } }
`;
    await using ofWorkflow = await opened(flow("workflow"));
    await expect(ofWorkflow.start()).rejects.toThrow("must not come from a secret");
    await using ofJob = await opened(flow("job"));
    await ended(await ofJob.start({}, "r"));
    expect(ofJob.context("r")?.errors).toMatchObject([{ code: "setting-invalid" }]);
  });
});
