import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { ofStages, ran } from "./yaml-run.fixture.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "stepwell-store-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const hostile = `'); drop table orders; --`;
const text = "params: { text: str }\n";

function shop(): Record<string, string> {
  const file = join(folder, "shop.db");
  const database = new DatabaseSync(file);
  database.exec("create table orders (id integer primary key, day text, total real)");
  database.exec("insert into orders (day, total) values ('mon', 1.5), ('tue', 2), ('mon', 9007199254740993)");
  database.close();
  return { shop: file };
}

describe("store", () => {
  test.each([
    ["a.json", "", '[\n  {\n    "a": 1,\n    "b": "x, \\"y\\""\n  },\n  {\n    "a": 2\n  }\n]\n'],
    ["a.yaml", "", '- a: 1\n  b: x, "y"\n- a: 2\n'],
    ["a.csv", "", 'a,b\n1,"x, ""y"""\n2,\n'],
    ["a.txt", "", '[{"a":1,"b":"x, \\"y\\""},{"a":2}]'],
    ["a.csv", "  append: true\n- bash: echo 3, >> out/a.csv\n", 'a,b\n1,"x, ""y"""\n2,\n3,\n'],
  ])("a value into %s%s", async (file, rest, content) => {
    const { context } = await ran(
      ofStages(
        `- store: [{ a: 1, b: 'x, "y"' }, { a: 2 }]\n  file: out/${file}\n${rest}- id: read\n  bash: cat out/${file}; ls -A out\n`,
      ),
    );
    expect(context.errors).toEqual([]);
    expect(context.outputs).toMatchObject({ job: { stdout: `${content}${file}\n`, file: `out/${file}` } });
  });

  test("added to, JSON is a line each", async () => {
    const add = "- store: { n: 1 }\n  file: log.json\n  append: true\n";
    const { context } = await ran(ofStages(`${add}${add}- bash: cat log.json\n`));
    expect(context.outputs).toMatchObject({ job: { stdout: '{"n":1}\n{"n":1}\n' } });
  });

  test("no path and no link leads out of the workspace", async () => {
    symlinkSync("/", join(folder, "root"));
    for (const file of ["../x.json", "/tmp/x.json", ".", "link/x.json", "link/new/x.json", "file.json"]) {
      const { context } = await ran(
        ofStages(
          `- bash: ln -s ${folder} link; ln -s ${folder}/x.json file.json; touch ${folder}/x.json\n- store: 1\n  file: "\${{ '${file}' }}"\n`,
        ),
      );
      expect(context.errors).toMatchObject([{ code: "file-outside" }]);
    }
    expect(readdirSync(folder)).toEqual(["root", "x.json"]);
    expect(readFileSync(join(folder, "x.json"), "utf8")).toBe("");
  });

  test("rows into a table: all or none", async () => {
    const databases = shop();
    const into = (rows: string) =>
      ofStages(
        `- store: ${rows}\n  table: orders\n  database: shop\n- id: n\n  if: always()\n  sql: select count(*) as n from orders\n  database: shop\n`,
      );
    const fine = await ran(into("[{ day: wed, total: 3 }, { day: thu }]"), {}, { databases });
    expect(fine.context.errors).toEqual([]);
    expect(fine.context.jobs.job?.stages?.n?.outputs).toMatchObject({ rows: [{ n: 5 }] });
    const bad = await ran(into("[{ id: 10 }, { id: 1 }]"), {}, { databases });
    expect(bad.context.errors).toMatchObject([{ code: "query-failed" }]);
    expect(bad.context.jobs.job?.stages?.n?.outputs).toMatchObject({ rows: [{ n: 5 }] });
  });
});

describe("sql", () => {
  test("templates are parameters, in strings too; names and lists are bound; rows come out", async () => {
    const { context } = await ran(
      ofStages(
        `
- id: q
  database: shop
  params: { day: mon }
  sql: |
    -- \${{ params.text }}
    select id, total, \${{ params.text }} as bare, '<\${{ params.text }}>' as quoted from orders where day = :day order by id
- id: listed
  database: shop
  sql: update orders set total = ? where day = ?
  params: [7, tue]
`,
        text,
      ),
      { text: hostile },
      { databases: shop() },
    );
    expect(context.errors).toEqual([]);
    const row = { bare: hostile, quoted: `<${hostile}>` };
    const rows = [
      { id: 1, total: 1.5, ...row },
      { id: 3, total: 9007199254740992, ...row },
    ];
    expect(context.jobs.job?.stages?.q?.outputs).toEqual({ rows, count: 2 });
    expect(context.jobs.job?.stages?.listed?.outputs).toEqual({ rows: [], count: 1 });
  });

  test("a file of the workspace is a database", async () => {
    const on = "\n  database: file:db/own.db\n";
    const { context } = await ran(
      ofStages(
        `- sql: create table t (a)${on}- sql: insert into t values (9007199254740993), (2)${on}- id: q\n  sql: select a from t${on}`,
      ),
    );
    expect(context.errors).toEqual([]);
    expect(context.jobs.job?.stages?.q?.outputs).toEqual({ rows: [{ a: "9007199254740993" }, { a: 2 }], count: 2 });
  });

  test.each([
    ["select 1; drop table orders", "shop", "query-failed"],
    ["select :missing", "shop", "query-failed"],
    ["select ?", "shop", "query-failed"],
    ["select * from nothing", "shop", "query-failed"],
    ["select 1", "other", "database-unknown"],
    ["select 1", "file:../x.db", "file-outside"],
  ])("%s on %s is %s", async (query, database, code) => {
    const stages = ofStages(`- sql: ${JSON.stringify(query)}\n  database: ${database}\n`);
    expect((await ran(stages, {}, { databases: shop() })).context.errors).toMatchObject([{ code }]);
  });

  test("one without end is stopped by its timeout", async () => {
    const endless =
      "with recursive n(x) as (select 1 union all select x + 1 from n) select count(*) from n where x < 0";
    const stages = ofStages(`- sql: ${endless}\n  database: shop\n  timeout: 0.3\n`);
    const { context } = await ran(stages, {}, { databases: shop() });
    expect(context.errors).toMatchObject([{ code: "step-timeout" }]);
  });

  test("a template in a quoted name is refused when the definition is loaded", async () => {
    const stages = ofStages(`- sql: 'select * from "\${{ params.text }}"'\n`, text);
    await expect(ran(stages, { text: "x" })).rejects.toMatchObject({ problems: [{ code: "wrong-combination" }] });
  });
});
