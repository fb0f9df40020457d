/** A message shows the beginning of a text: a secret that is longer than that must not be shown either. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { ofStages, ran } from "./yaml-run.fixture.ts";

const beginning = "never-to-be-seen";
const secrets = new Map([["LONG", `${beginning}-${"x".repeat(1_000)}`]]);

async function failedBy(stages: string, privateHosts: string[] = []) {
  const { context, logs } = await ran(ofStages(stages), {}, { secrets, privateHosts });
  expect(context.status).toBe("FAILED");
  expect(JSON.stringify([context, logs])).not.toContain(beginning);
  return context.errors[0];
}

async function echoing<T>(use: (host: string) => Promise<T>): Promise<T> {
  const server = createServer((request, response) => {
    response.statusCode = 400;
    response.write("refused: ");
    request.pipe(response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    return await use(`127.0.0.1:${(server.address() as AddressInfo).port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

test.each([
  ["a value", "${{ secrets.LONG }}"],
  ["part of one", "more than ${{ secrets.LONG }}"],
])("what is no whole number: %s", async (_, value) => {
  const error = await failedBy(`- id: s\n  foreach: [1]\n  concurrent: "${value}"\n  stages: [{ echo: hi }]`);
  expect(error?.message).toContain("not ***");
});

test("what a server answers", async () => {
  const error = await echoing((host) => failedBy(`- http: http://${host}/\n  body: "\${{ secrets.LONG }}"`, [host]));
  expect(error).toMatchObject({ code: "http-status", message: expect.stringContaining("refused: ***") });
});

test("what a webhook answers", async () => {
  const stage = (host: string) => `- notify: "\${{ secrets.LONG }}"\n  by: webhook\n  to: http://${host}/`;
  const error = await echoing((host) => failedBy(stage(host), [host]));
  expect(error).toMatchObject({ code: "http-status", message: expect.stringContaining("***") });
});

test("what a script writes to its standard error", async () => {
  const error = await failedBy('- bash: echo "no:" ${{ secrets.LONG }} >&2; exit 3');
  expect(error).toMatchObject({ code: "script-failed", message: expect.stringContaining("no: ***") });
});

test.each([
  ["at the end of what is kept of the beginning", 128 * 1024 - 20, 400_000],
  ["at the beginning of what is kept of the end", 400_000, 128 * 1024 - 20],
  ["where a long line of the log ends", 8 * 1024 - 20, 100],
])("a secret of a script's output that stands %s", async (_, before, after) => {
  const parts = "never-to,be-seen,in-two";
  const stages = `- id: s
  shell: js
  run: |
    const secret = \${{ secrets.PARTS }};
    process.stdout.write("-".repeat(${before}) + secret + "-".repeat(${after}) + "\\n");`;
  const { context, logs } = await ran(ofStages(stages), {}, { secrets: new Map([["PARTS", parts]]) });
  expect(context.errors).toEqual([]);
  const shown = JSON.stringify([context.jobs.job?.stages?.s?.outputs.stdout, logs]);
  expect(shown.replaceAll(/\[.*?\]|[\\"\]n]/g, "").match(/[a-z]+/g)).toBeNull();
  expect(shown).toContain("***");
});

test("a secret that is longer than a line of the log", async () => {
  const parts = "never-to,be-seen,in-two-".repeat(500);
  const stages = `- id: s
  shell: js
  run: |
    const secret = \${{ secrets.PARTS }};
    process.stdout.write(secret + "\\n" + "-".repeat(50) + secret);`;
  const { context, logs } = await ran(ofStages(stages), {}, { secrets: new Map([["PARTS", parts]]) });
  expect(context.errors).toEqual([]);
  expect(JSON.stringify(logs)).not.toContain("never");
  expect(JSON.stringify(logs)).toContain("***");
});

test("a long secret in a value that names a leg", async () => {
  const text = `name: test
jobs:
  legs:
    strategy: { matrix: { one: ["\${{ secrets.LONG }}"] } }
    stages: [{ echo: "\${{ matrix.one | upper }}" }]
`;
  const { context, ops, logs } = await ran(text, {}, { secrets });
  expect(JSON.stringify([context, ops, logs]).toLowerCase()).not.toContain(beginning.slice(0, 8));
});

test("a long secret that a filter refuses", async () => {
  expect((await failedBy('- echo: "${{ secrets.LONG | int }}"'))?.message).toContain("it failed on a secret");
});
