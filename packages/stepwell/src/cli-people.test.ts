/** What people tell runs: signals and answers, from a process of their own. */
import { expect, test } from "vitest";
import { type RunningCommand, TestFolder } from "./test-command.ts";

const folder = new TestFolder();
folder.write(
  "asking.ts",
  `import { workflow } from "stepwell";
export const ship = workflow("ship", async (wf) => {
  const first = await wf.ask({ title: "Ship it?", name: "ship", assignees: ["sales"], timeout: "3 days" });
  return { first, gift: await wf.ask({ title: "A gift, too?", name: "gift" }) };
});
export const both = workflow("both", async (wf) => {
  return await Promise.all([wf.ask({ title: "This?", name: "this" }), wf.ask({ title: "That?", name: "that" })]);
});
export const brief = workflow("brief", (wf) => wf.ask({ title: "Now?", name: "now", timeout: "600 ms" }));
export const waits = workflow("waits", async (wf) => [await wf.receive("paid"), await wf.receive("stop")]);
`,
);

/** Executes it in another process, until it asks. */
async function untilAsked(name: string, question: string): Promise<RunningCommand> {
  const going = folder.start(["run", `asking.ts#${name}`, "--id", name]);
  await asked(`${name} ${question}`);
  return going;
}

async function asked(wanted: string): Promise<void> {
  for (;;) {
    const { stdout } = await folder.run("approve", "--json");
    const items: { run: string; ask: string }[] = stdout === "" ? [] : JSON.parse(stdout).items;
    if (items.some(({ run, ask }) => `${run} ${ask}` === wanted)) return;
  }
}

test("questions are listed, answered by the id of the run, and refused", { timeout: 90_000 }, async () => {
  const going = await untilAsked("ship", "ship");
  const listed = await folder.run("approve", "--assignee", "sales");
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^ship +ship +Ship it\? +sales .* left\n$/) });
  expect((await folder.run("approve", "--assignee", "nobody")).stderr).toContain("no run asks anybody anything");
  expect(await folder.run("approve", "ship", "--by", "Ann")).toMatchObject({ code: 0 });
  await asked("ship gift");
  expect(await folder.run("approve", "ship", "gift", "--refuse")).toMatchObject({ code: 0 });
  const { code, stdout } = await going.ended;
  expect([code, JSON.parse(stdout)]).toEqual([0, { first: true, gift: false }]);
  expect((await folder.run("journal", "ship", "--json")).stdout).toContain('"Ann"');
});

test("with several questions, one must be named; an answer may be any value", { timeout: 90_000 }, async () => {
  const going = await untilAsked("both", "that");
  const several = await folder.run("approve", "both");
  expect(several).toMatchObject({ code: 2, stderr: expect.stringContaining("name one: this, that") });
  const unclear = await folder.run("approve", "both", "this", "--refuse", "-p", "amount=1");
  expect(unclear).toMatchObject({ code: 2, stderr: expect.stringContaining("not both") });
  await folder.run("approve", "both", "this", "-p", "amount=120");
  const twice = await folder.run("approve", "both", "this");
  expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("ask-answered") });
  await folder.run("approve", "both", "that", "--input", '"perhaps"');
  expect(JSON.parse((await going.ended).stdout)).toEqual([{ amount: 120 }, "perhaps"]);
  expect(await folder.run("approve", "both")).toMatchObject({
    code: 2,
    stderr: expect.stringContaining("asks nothing"),
  });
});

folder.write(
  "gate.yml",
  `gate:
  jobs:
    ship:
      stages:
        - id: ask
          approve: Ship it?
          form: { type: object, required: [to], properties: { to: { enum: [staging, production] } } }
`,
);

test("an answer that does not fit is refused at once, or when the run goes on", { timeout: 120_000 }, async () => {
  const going = folder.start(["run", "gate.yml", "--id", "gate"]);
  await asked("gate ship/ask");
  const refused = await folder.run("approve", "gate", "-p", "to=mars");
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringMatching(/answer-refused[\s\S]*still open/) });
  expect(await folder.run("approve", "gate", "-p", "to=staging")).toMatchObject({ code: 0 });
  expect((await going.ended).code).toBe(0);
  await folder.run("run", "gate.yml", "--id", "later", "--detach");
  const left = folder.start(["resume", "later"]);
  await asked("later ship/ask");
  left.kill("SIGKILL");
  await left.ended;
  const unheard = await folder.run("approve", "later", "-p", "to=staging");
  expect(unheard).toMatchObject({ code: 0, stderr: expect.stringContaining("stepwell resume later") });
  expect((await folder.run("resume", "later")).code).toBe(0);
});

test("a signal is sent with a payload or without, and once for each key", { timeout: 90_000 }, async () => {
  await folder.run("run", "asking.ts#waits", "--id", "waits", "--detach");
  for (const amount of ["amount=1", "amount=2"])
    expect(await folder.run("signal", "waits", "paid", "-p", amount, "--key", "k")).toMatchObject({ code: 0 });
  expect(await folder.run("signal", "waits", "stop")).toMatchObject({ code: 0 });
  const { code, stdout } = await folder.run("resume", "waits");
  expect([code, JSON.parse(stdout)]).toEqual([0, [{ amount: 1 }, null]]);
  const late = await folder.run("signal", "waits", "stop");
  expect(late.stderr).toContain("run-finished");
});

test("a question whose time is over while nobody executes its run says so, and takes no answer", {
  timeout: 90_000,
}, async () => {
  const elsewhere = ["--store", "file:brief.db"];
  await folder.run("run", "asking.ts#brief", "--id", "brief", "--wait", "300ms", ...elsewhere);
  const listed = await folder.run("approve", ...elsewhere);
  expect(listed.stdout).toMatch(/^brief +now +Now\? +[^ ]+ ago +its time is over\n$/);
  const late = await folder.run("approve", "brief", ...elsewhere);
  expect([late.code, late.stderr]).toEqual([2, expect.stringContaining("its time is over")]);
});
