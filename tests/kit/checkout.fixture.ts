/** For node:test: `node --test checkout.fixture.ts`. The same test as kit.test.ts has for Vitest. */
import assert from "node:assert/strict";
import test from "node:test";
import { signal, task, workflow } from "stepwell";
import { crashTest, replayTest, testKit } from "stepwell/testing";

const approved = signal<string>("approved");
const charge = task("charge", (amount: number): string => `really charged ${amount}`);
const checkout = workflow("checkout", async (wf, amount: number) => {
  const payment = await wf.run(charge, amount);
  return [payment, (await wf.receive(approved, { timeout: "3 days" })) ?? "nobody"];
});

test("waits are skipped", async () => {
  await using kit = testKit({ workflows: [checkout] });
  kit.mock(charge, (amount) => `charged ${amount}`);
  kit.signalAfter("2 days", approved, "ann");
  assert.deepEqual(await kit.run(checkout, 5), ["charged 5", "ann"]);
  kit.verify();
});

test("a crash changes nothing", async () => {
  const { crashes } = await crashTest(checkout, 5, { mocks: [[charge, () => "charged"]] });
  assert.ok(crashes > 10);
});

test("a saved history fits", async () => {
  await using kit = testKit({ workflows: [checkout] });
  await kit.run(checkout, 5, { id: "o-1" });
  const [found] = await replayTest(checkout, await (await kit.engine()).export("o-1"));
  assert.equal(found?.ended, true);
});

test("and one that fails is seen to fail", { expectFailure: true }, async () => {
  await using kit = testKit({ workflows: [checkout] });
  assert.deepEqual(await kit.run(checkout, 5), ["charged 6", "ann"]);
});
