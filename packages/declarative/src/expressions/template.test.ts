import { expect, test } from "vitest";
import { Secret } from "./secret.ts";
import { parseTemplate, render } from "./template.ts";
import { scopeOf } from "./test-scope.fixture.ts";

const scope = scopeOf({
  params: { n: 3, list: [1, "b"], map: { a: null }, none: null, day: new Date(0), evil: "${{ secrets.key }} ${KEY}" },
  secrets: { key: new Secret("s3cret") },
});
const rendered = (text: string): unknown => {
  const template = parseTemplate(text);
  expect(template.problems).toEqual([]);
  return render(template, scope);
};

test("a template that is all of the text keeps the value's type", () => {
  expect(rendered("${{ params.n }}")).toBe(3);
  expect(rendered("${{ params.list }}")).toEqual([1, "b"]);
  expect(rendered("${{ params.none }}")).toBe(null);
  expect(rendered("plain")).toBe("plain");
  expect(rendered("")).toBe("");
});

test("within text, values have their texts", () => {
  expect(rendered(" ${{ params.n }}")).toBe(" 3");
  expect(rendered("${{ params.list }}${{ params.map }}")).toBe('[1,"b"]{"a":null}');
  expect(rendered("<${{ params.none }}|${{ true }}|${{ params.day }}|${{ 1e21 }}>")).toBe(
    "<|true|1970-01-01T00:00:00.000Z|1e+21>",
  );
});

test("a literal ${{ is written as an expression, and a }} in quotes does not end one", () => {
  expect(rendered("${{ '${{' }} x }}")).toBe("${{ x }}");
  expect(rendered("a ${{ format('{{{0}}}', 'it''s }}') }} b")).toBe("a {it's }}} b");
});

test("what looks like a template in a value is text", () => {
  expect(rendered("${{ params.evil }}")).toBe("${{ secrets.key }} ${KEY}");
  expect(rendered("x ${{ params.evil }}")).toBe("x ${{ secrets.key }} ${KEY}");
});

test("all that is wrong in a template is found, each with its place", () => {
  const { problems } = parseTemplate("a ${{ = }}\nb ${{ 'ok' }} ${{ ( }} ${{ params", {
    file: "f.yml",
    line: 7,
    column: 5,
  });
  expect(problems.map(({ place }) => place)).toEqual([
    { file: "f.yml", line: 7, column: 11, length: 1 },
    { file: "f.yml", line: 8, column: 19, length: 1 },
    { file: "f.yml", line: 8, column: 24, length: 3 },
  ]);
});

test("a secret makes the whole text one, and nothing shows it", () => {
  const value = rendered("key=${{ toJson(secrets.key) }}");
  expect(value).toBeInstanceOf(Secret);
  expect(Secret.reveal(value)).toBe('key="s3cret"');
  expect(`${value} ${JSON.stringify({ value })}`).toBe('*** {"value":"***"}');
});
