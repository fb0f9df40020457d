import { expect, test } from "vitest";
import { loadText } from "./load.ts";

const base = `name: nightly
desc: Loads orders
params:
  day: { type: date, required: true }
  region: { type: choice, options: [eu, us], default: eu }
on:
  - cron: "0 9 * * 1-5"
    timezone: UTC
env: { LEVEL: high }
concurrency: { group: orders, limit: 1 }
max-parallel: 3
jobs:
  build:
    runs-on: local
    stages:
      - name: Compile
        bash: make \${{ params.region }}
        retry: 2
        timeout: 5 min
  deploy:
    needs: [build]
    if: \${{ always() && needs.build.result == 'success' }}
    trigger-rule: all_done
    strategy:
      matrix: { env: [dev, prod] }
      max-parallel: 2
      fail-fast: false
    stages:
      - id: ship
        foreach: [1, 2]
        concurrent: 2
        stages:
          - echo: to \${{ matrix.env }} \${{ params.day | fmt('%Y') }}
      - until: \${{ stages.ship.outputs.done == 'yes' }}
        max-loop: 3
        stages:
          - sleep: 10 s
`;

/** What was written, what was meant, and which of several is meant. */
const typos: readonly (readonly [string, string])[] = [
  ["desc:", "dsec:"],
  ["params:\n", "parms:\n"],
  ["type: date", "typ: date"],
  ["type: date", "type: dat"],
  ["required:", "requird:"],
  ["type: choice", "type: choise"],
  ["options:", "option:"],
  ["default: eu", "defalt: eu"],
  ["on:\n", "onn:\n"],
  ["cron:", "corn:"],
  ["timezone:", "time-zone:"],
  ["timezone:", "timezome:"],
  ["UTC", "UCT1"],
  ["env: {", "evn: {"],
  ["concurrency:", "concurency:"],
  ["group:", "groups:"],
  ["limit:", "limits:"],
  ["max-parallel: 3", "max_parallel: 3"],
  ["jobs:\n", "job:\n"],
  ["runs-on:", "run-on:"],
  ["runs-on:", "runsOn:"],
  ["stages:\n      - name", "stage:\n      - name"],
  ["stages:\n      - name", "staegs:\n      - name"],
  ["name: Compile", "nmae: Compile"],
  ["bash:", "bahs:"],
  ["bash:", "Bash:"],
  ["retry:", "retires:"],
  ["retry:", "rety:"],
  ["timeout:", "time_out:"],
  ["timeout:", "tiemout:"],
  ["needs: [build]", "need: [build]"],
  ["needs: [build]", "needs: [biuld]"],
  ["if: ", "iff: "],
  ["always()", "allways()"],
  ["needs.build", "needs.buidl"],
  ["needs.build", "need.build"],
  ["trigger-rule:", "triggerrule:"],
  ["all_done", "all_dne"],
  ["strategy:", "stratgey:"],
  ["matrix: {", "matrx: {"],
  ["max-parallel: 2", "maxparallel: 2"],
  ["fail-fast:", "failfast:"],
  ["fail-fast:", "fail_fast:"],
  ["foreach:", "for-each:"],
  ["concurrent:", "concurrrent:"],
  ["echo:", "ehco:"],
  ["matrix.env", "matrix.evn"],
  ["params.day", "params.dya"],
  ["fmt('%Y')", "fnt('%Y')"],
  ["params.region", "param.region"],
  ["stages.ship", "stages.shp"],
  ["until:", "untill:"],
  ["max-loop:", "maxloop:"],
  ["sleep:", "sleeep:"],
];

test("the base has no mistake", async () => {
  expect((await loadText({ file: "w.yml", text: base, format: "yaml" })).problems).toEqual([]);
});

test("of 50 slips and more, nine in ten get the right word, and none passes unnoticed", async () => {
  const wrong: string[] = [];
  for (const [right, slip] of typos) {
    expect(base.split(right).length, right).toBeGreaterThan(1);
    const { problems } = await loadText({ file: "w.yml", text: base.replace(right, slip), format: "yaml" });
    expect(problems, slip).not.toEqual([]);
    const word = /[\w-]+(?=[^\w-]*$)/.exec(right.split("\n")[0] ?? "")?.[0] ?? right;
    const meant =
      right.includes(".") || /[:(]/.test(right) ? right.split(/[:.(\s]+/).filter((part) => part !== "") : [word];
    if (!problems.some(({ hint = "" }) => meant.some((one) => hint.includes(`"${one}"`))))
      wrong.push(`${right} → ${slip}: ${problems[0]?.hint}`);
  }
  expect(typos.length).toBeGreaterThanOrEqual(50);
  expect(wrong.length, wrong.join("\n")).toBeLessThanOrEqual(typos.length / 10);
});
