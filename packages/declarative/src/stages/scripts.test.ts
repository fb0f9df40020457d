import { describe, expect, test } from "vitest";
import { ofStages, ran } from "./yaml-run.fixture.ts";

const hostile = `'"\`$(touch OWNED)\` \${SECRET} \\ \n end`;

describe("run", () => {
  test("JavaScript: params, context and result, top-level names as outputs", async () => {
    const { context, logs } = await ran(
      ofStages(
        `
- id: js
  shell: js
  run: |
    const seen = params.text;
    const attempt = context.attempt;
    console.log("n is \${{ params.n }}");
    result.outputs = { sum: \${{ params.n }} + 1 };
`,
        "params: { n: int, text: str }\n",
      ),
      { n: 4, text: hostile },
    );
    expect(context.errors).toEqual([]);
    expect(context.outputs).toMatchObject({ job: { sum: 5, seen: hostile, attempt: 1 } });
    expect(logs).toContain("n is 4");
  });

  test("Python: the same", async () => {
    const { context } = await ran(
      ofStages(
        `
- id: py
  shell: python
  run: |
    text = "\${{ params.text }}"
    attempt = context.get('attempt', 0)
    result.outputs = {'length': len(text), 'same': text == params['text']}
`,
        "params: { text: str }\n",
      ),
      { text: hostile },
    );
    expect(context.errors).toEqual([]);
    expect(context.outputs).toMatchObject({ job: { same: true, attempt: 1 } });
  });

  test("the working directory of all scripts may be a template", async () => {
    const head =
      'params: { where: str }\ndefaults: { run: { shell: js, working-directory: "a/${{ params.where }}" } }\n';
    const { context } = await ran(
      ofStages("- { bash: mkdir -p a/b, working-directory: . }\n- run: const folder = process.cwd().slice(-4);", head),
      { where: "b" },
    );
    expect(context.outputs).toMatchObject({ job: { folder: "/a/b" } });
  });

  test("a script that fails is tried again, and knows its attempt", async () => {
    const { context } = await ran(
      ofStages(`
- id: flaky
  retry: { max-attempts: 3, initial: 0.001 }
  shell: js
  run: |
    if (context.attempt < 3) throw new Error("not yet");
    result.outputs = { attempt: context.attempt };
`),
    );
    expect(context.errors).toEqual([]);
    expect(context.outputs).toMatchObject({ job: { attempt: 3 } });
  });
});

describe("bash", () => {
  test("a workspace is kept across the stages of its job; a failure says what the script said", async () => {
    const { context } = await ran(
      ofStages(`
- bash: echo hello > kept.txt
- id: read
  bash: cat kept.txt
- id: bad
  bash: |
    echo "went wrong" >&2
    exit 3
`),
    );
    expect(context.jobs.job?.stages?.read?.outputs).toMatchObject({ stdout: "hello\n", return_code: 0 });
    expect(context.errors).toMatchObject([{ code: "script-failed", message: expect.stringContaining("went wrong") }]);
  });
});
