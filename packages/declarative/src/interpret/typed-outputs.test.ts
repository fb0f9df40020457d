import { expect, test } from "vitest";
import { ran } from "../stages/yaml-run.fixture.ts";

test("times and decimals leave their stage as texts: in outputs of stages, jobs and the run, and in signals", async () => {
  const { context } = await ran(
    `
name: typed
params: { day: date, price: decimal }
jobs:
  a:
    stages:
      - id: give
        echo: given
        outputs: { day: "\${{ params.day }}", all: ["\${{ params.price }}"] }
      - id: send
        signal: noted
        to: \${{ run.id }}
        payload: { day: "\${{ params.day }}" }
      - id: take
        wait: noted
        timeout: 10 s
  b:
    needs: a
    outputs: { price: "\${{ params.price }}", later: "\${{ needs.a.outputs.day | fmt('%d.%m.%Y') }}" }
    stages:
      - echo: "\${{ needs.a.outputs.day == params.day }}"
outputs:
  day: \${{ params.day }}
  given: \${{ jobs.a.outputs.all }}
  price: \${{ jobs.b.outputs.price }}
  later: \${{ jobs.b.outputs.later }}
`,
    { day: "2026-01-31", price: "1.50" },
  );
  expect(context.errors).toEqual([]);
  expect(context.outputs).toEqual({ day: "2026-01-31", given: ["1.50"], price: "1.50", later: "31.01.2026" });
  expect(context.jobs).toMatchObject({
    a: { stages: { give: { outputs: { day: "2026-01-31" } }, take: { outputs: { payload: { day: "2026-01-31" } } } } },
    b: { stages: { echo: { outputs: { message: "true" } } } },
  });
});
