import { expect, test } from "vitest";
import { crashed } from "./crashes.fixture.ts";

// Each is executed some eighty times.
const long = { timeout: 120_000 };

test("foreach, parallel, until and case, one in the other", long, async () => {
  const { context } = await crashed(`
name: flow
jobs:
  a:
    stages:
      - id: each
        foreach: [eu, us, asia]
        concurrent: 2
        stages:
          - id: which
            case: "\${{ item }}"
            match:
              - { case: eu, stages: [{ id: s, work: "europe \${{ loop.index }}" }] }
              - { case: us, stages: [{ sleep: 2 h }, { id: s, work: america }] }
            else: [{ id: s, work: other }]
      - id: both
        parallel:
          left: [{ id: s, work: left }, { sleep: 1 h }, { id: t, work: left again }]
          right: [{ id: s, work: right }]
      - id: loop
        until: loop.index >= 2
        max-loop: 5
        stages: [{ id: s, work: "round \${{ loop.index }}" }, { sleep: 10 min }]
      - { id: last, work: "\${{ stages.both.outputs.left.value? }}" }
`);
  expect(context.status).toBe("SUCCESS");
});

test("try, catch and finally, with a failure within each", long, async () => {
  const { context } = await crashed(`
name: flow
jobs:
  a:
    stages:
      - id: outer
        try:
          - id: inner
            try: [{ id: s, work: x, good-from: 2 }]
            catch: [{ id: mend, work: "\${{ error.message }}" }, { raise: worse }]
            finally: [{ id: tidy, work: tidy }]
        catch: [{ id: caught, work: "\${{ error.message }}" }]
        finally: [{ sleep: 1 h }, { id: end, work: end }]
      - { id: after, continue-on-error: true, work: never, good-from: 2 }
      - { id: last, work: "\${{ stages.outer.status }} \${{ stages.after.outcome }}" }
`);
  expect(context.status).toBe("SUCCESS");
  expect(context.jobs.a?.stages?.last?.outputs.value).toBe("SUCCESS failure");
});
