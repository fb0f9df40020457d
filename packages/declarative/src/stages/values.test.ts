import { describe, expect, test } from "vitest";
import { ofStages, ran } from "./yaml-run.fixture.ts";

describe("validate", () => {
  const stage = ofStages(
    `
- id: check
  validate: \${{ params.order }}
  schema: { type: object, required: [id], properties: { id: { type: integer } } }
`,
    "params: { order: object }\n",
  );

  test("a value that fits is the output", async () => {
    const { context } = await ran(stage, { order: { id: 3 } });
    expect(context.errors).toEqual([]);
    expect(context.outputs).toEqual({ job: { value: { id: 3 } } });
  });

  test("one that does not fails, with each place", async () => {
    const { context } = await ran(stage, { order: { id: "x" } });
    expect(context.errors).toMatchObject([
      { code: "value-invalid", message: expect.stringContaining("/id: must be integer") },
    ]);
  });

  test("a secret is looked at and not kept", async () => {
    const text = ofStages("- id: check\n  validate: ${{ secrets.TOKEN }}\n  schema: { type: string, minLength: 5 }\n");
    const { context } = await ran(text, {}, { secrets: new Map([["TOKEN", "s3cr3t-value"]]) });
    expect(context.errors).toEqual([]);
    expect(JSON.stringify(context)).not.toContain("s3cr3t");
  });
});

describe("transform", () => {
  const hostile = `" & $error("x") & "\\`;

  test("templates are variables, in strings too: a value is never JSONata", async () => {
    const { context } = await ran(
      ofStages(
        `
- id: t
  input: { items: [{ price: 2, quantity: 3 }, { price: 5, quantity: 1 }] }
  transform: |
    /* \${{ params.text }} */
    { "total": $sum(items.(price * quantity)) / \${{ params.by }}, "text": "<\${{ params.text }}>", "bare": \${{ params.text }} }
`,
        "params: { by: int, text: str }\n",
      ),
      { by: 2, text: hostile },
    );
    expect(context.errors).toEqual([]);
    expect(context.outputs).toEqual({ job: { value: { total: 5.5, text: `<${hostile}>`, bare: hostile } } });
  });

  test("without input it is applied to the outputs before it", async () => {
    const { context } = await ran(
      ofStages("- id: hello\n  echo: hi\n- id: t\n  transform: $uppercase(hello.message)\n"),
    );
    expect(context.outputs).toMatchObject({ job: { value: "HI" } });
  });

  test("what is computed from a secret is not kept", async () => {
    const text = ofStages("- id: t\n  transform: $uppercase(${{ secrets.TOKEN }})\n");
    const { context } = await ran(text, {}, { secrets: new Map([["TOKEN", "s3cr3t-value"]]) });
    expect(context.errors).toMatchObject([{ code: "secret-not-kept" }]);
    expect(JSON.stringify(context).toLowerCase()).not.toContain("s3cr3t");
  });

  test("one without end is stopped", async () => {
    const { context } = await ran(ofStages("- id: t\n  transform: ($f := function() { $f() }; $f())\n"));
    expect(context.errors).toMatchObject([{ code: "evaluation-too-slow" }]);
  });

  test("a template in a pattern is refused when the definition is loaded", async () => {
    const text = ofStages('- id: t\n  transform: $match("a", /${{ params.x }}/)\n', "params: { x: str }\n");
    await expect(ran(text, { x: "a" })).rejects.toMatchObject({ problems: [{ code: "wrong-combination" }] });
  });
});
