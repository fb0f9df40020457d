/** `plan`: what a definition would run, and what it lacks. */
import { describe, expect, test } from "vitest";
import { TestTerminal } from "./terminal/test-terminal.ts";
import { TestFolder } from "./test-command.ts";
import { hasPython, runInTerminal } from "./test-pty.ts";

const folder = new TestFolder();
const nightly = `name: nightly
desc: Loads the orders of a day
params:
  day: date
  legs: { type: array, default: [a, b] }
on:
  - cron: "0 9 * * 1-5"
    timezone: Europe/Berlin
  - manual: true
jobs:
  load:
    stages:
      - id: get
        bash: curl "\${{ secrets.URL }}"
  many:
    needs: load
    strategy: { matrix: { n: [0,1,2,3,4,5,6], m: [a, b, c], leg: "\${{ params.legs }}" } }
    stages: [{ echo: hi }]
  later:
    needs: load
    strategy: { matrix: { n: "\${{ fromJson(needs.load.outputs.list) }}" } }
    stages: [{ echo: hi }]
  report:
    needs: [many, later]
    if: always()
    stages: [{ echo: hi }]
`;
folder.write("nightly.yml", nightly);

describe("plan", () => {
  test("jobs as a tree, legs, params, fire times, what is missing: exit 2", async () => {
    const { code, stdout } = await folder.run("plan", "nightly.yml");
    expect(code).toBe(2);
    expect(stdout.replace(/\w{3} \d{4}-\d\d-\d\d 09:00 \+0[12]:00/g, "TIME")).toBe(`nightly  nightly.yml:1
  Loads the orders of a day

params
  day   -          date, not given
  legs  ["a","b"]  array, default

jobs  4, 2 at a time
  load
  │   get (bash)
  ├ many  legs from params.legs
  │     echo
  └ later  legs from needs.load.outputs.list
    │   echo
    └ report  after many too · if always()
          echo

starts
  manual
  0 9 * * 1-5  Europe/Berlin
    TIME
    TIME
    TIME
    TIME
    TIME

missing
  ✗ param day: it is required, and has no value  nightly.yml:4
      give it: -p day=VALUE
  ✗ secret URL has no value  nightly.yml:13
      stepwell secrets set URL < FILE, or set STEPWELL_SECRET_URL
`);
  });

  test("nothing is missing: exit 0, and the next command", async () => {
    const words = ["plan", "nightly.yml", "-p", "day=2026-01-31", "-p", 'legs=["x"]'];
    const ended = await folder.start(words, { STEPWELL_SECRET_URL: "http://x.test" }).ended;
    expect(ended).toMatchObject({ code: 0, stderr: "nothing is missing: stepwell run nightly.yml\n" });
    expect(ended.stdout).toContain(`  ├ many  21 legs
  │     echo
  │     ◦ n=0,m=a,leg=x
  │     ◦ n=0,m=b,leg=x
  │     ◦ n=0,m=c,leg=x
  │     ◦ n=1,m=a,leg=x
  │     ◦ n=1,m=b,leg=x
  │       16 more
`);
    expect(ended.stdout).not.toContain("x.test");
  });

  test("in JSON", async () => {
    const { code, stdout } = await folder.run("plan", "nightly.yml", "--json", "-p", "day=tomorrow");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      v: 1,
      workflow: "nightly",
      params: [{ name: "day", from: "given", value: "tomorrow" }, {}],
      jobs: [
        { id: "load" },
        { id: "many" },
        { legs: { known: false, from: ["needs.load.outputs.list"] } },
        { needs: ["many", "later"] },
      ],
      schedules: [{ cron: "0 9 * * 1-5", timezone: "Europe/Berlin" }],
      triggers: ["manual"],
      missing: [{ kind: "param", name: "day" }, { kind: "secret" }],
      deployed: { state: "unknown" },
      warnings: [],
    });
  });

  test("python3 that is not there is said before anything runs", async () => {
    folder.write("py.yml", "name: py\njobs: { a: { stages: [{ shell: python, run: x = 1 }] } }\n");
    const { code, stdout } = await folder.start(["plan", "py.yml"], { PATH: "/nowhere" }).ended;
    expect(code).toBe(2);
    expect(stdout).toContain("python3 is not on the PATH; run stages need it");
    expect(stdout).toContain("warnings\n");
  });

  test.each([
    [["plan"], "wrong-use"],
    [["plan", "none.yml"], "no-such-file"],
    [["plan", "flow.ts"], "flow.ts is no file of definitions"],
    [["plan", "two.yml"], "say which: stepwell plan two.yml#one"],
    [["plan", "two.yml#oen"], 'did you mean "one"?'],
    [["plan", "bad.yml"], "unknown-key"],
    [["plan", "nightly.yml", "-p", "day"], "wrong-flag-value"],
  ])("stepwell %j: %s", async (words, said) => {
    folder.write("flow.ts", "");
    folder.write(
      "two.yml",
      "one: { jobs: { a: { stages: [{ echo: x }] } } }\ntwo: { jobs: { a: { stages: [{ echo: x }] } } }\n",
    );
    folder.write("bad.yml", "name: bad\njosb: {}\n");
    const { code, stderr, stdout } = await folder.run(...words);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.replace("definition-invalid", "unknown-key")).toContain(said);
  });

  test.skipIf(!hasPython).each([40, 80])("nothing wraps in %i columns, and nothing is forbidden", async (columns) => {
    folder.write("wide.yml", nightly.replace("desc: Loads", 'desc: "\\e[2J').replace("a day\n", 'a day"\n'));
    const { output } = await runInTerminal(["plan", "wide.yml"], { folder: folder.path, columns });
    const terminal = new TestTerminal(columns);
    terminal.write(output);
    expect(terminal.wrapped).toBe(0);
    expect(terminal.screen[0]).toMatch(/^nightly/);
  });
});
