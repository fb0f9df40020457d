/** `sql`: a query on a database. */
import { declarativeFailure } from "../errors.ts";
import { opened } from "../expressions/secret.ts";
import { membersOf } from "../expressions/text.ts";
import { bindQuery, queryText, refuseUnbound, sqlQuery, valuesOf } from "./bound-query.ts";
import { askDatabase, isInWorkspace, sqlValue } from "./database.ts";
import type { StageType } from "./stage-type.ts";

export const sql: StageType = {
  key: "sql",
  value: {
    shape: { kind: "script", language: "sql" },
    doc: "A query of one statement on an SQLite database, configured or in the workspace. A template in it is a parameter. Whole numbers over 2^53 come as text, blobs as base64. Outputs: `rows`, `count` (of rows, or of those that it changed).",
    example:
      "name: Late orders\nsql: select id, total from orders where day = ${{ params.day }} and state = :state\nparams: { state: late }\ndatabase: shop\n",
    template: true,
  },
  keys: {
    database: {
      shape: { kind: "text" },
      doc: "Its name in the setting `databases`, or file:PATH in the workspace.",
      example: "shop",
      default: "the one called default",
      template: true,
    },
    params: {
      shape: { kind: "any", called: "a list, or names and values" },
      doc: "Values for `?` and `:name`.",
      example: "{ state: late }",
      template: true,
    },
  },
  check: (stage, report) => refuseUnbound(stage, sqlQuery, report),
  workspace: ({ keys }) => isInWorkspace(keys.database),
  async run(stage, s) {
    const query = bindQuery(queryText(stage, s), sqlQuery);
    const bound = valuesOf(stage, s, query);
    const outputs = await s.step(async (body) => {
      const { value: params } = opened(stage.keys.params ?? {});
      const listed = Array.isArray(params) ? params : [];
      const named = {
        ...(Array.isArray(params) ? {} : Object.fromEntries(membersOf(Object(params) as object))),
        ...bound,
      };
      const problem = lacking(query.text, { listed: listed.length, named });
      if (problem !== undefined) throw declarativeFailure("query-failed", { stage: stage.id, problem });
      const values = {
        listed: listed.map(sqlValue),
        named: Object.fromEntries(Object.entries(named).map(([name, value]) => [name, sqlValue(value)])),
      };
      return await askDatabase(stage, s, { text: query.text, times: [values], signal: body.abortSignal });
    });
    return { outputs: { ...outputs } };
  },
};

/** SQLite takes a parameter that is given nothing for null, without a word. */
function lacking(
  text: string,
  given: { readonly listed: number; readonly named: Readonly<Record<string, unknown>> },
): string | undefined {
  const code = text.replaceAll(/'(?:[^']|'')*'|"[^"]*"|`[^`]*`|\[[^\]]*\]/g, " ");
  for (const [, name = ""] of code.matchAll(/[:@$]([A-Za-z_]\w*)/g))
    if (!Object.hasOwn(given.named, name)) return `its parameter "${name}" has no value`;
  const marks = code.match(/\?(?!\d)/g)?.length ?? 0;
  return marks === given.listed || /\?\d/.test(code)
    ? undefined
    : `it has ${marks} parameters "?", and ${given.listed} values are given`;
}
