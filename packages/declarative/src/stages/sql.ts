/** `sql`: a query on a configured database. */
import type { StageShape } from "../format/stage-shape.ts";

export const sql: StageShape = {
  key: "sql",
  value: {
    shape: { kind: "script", language: "sql" },
    doc: "A query on a configured database (SQLite, PostgreSQL). A template in it is a parameter. Outputs: `rows`, `count`.",
    example:
      "name: Late orders\nsql: select id, total from orders where day = ${{ params.day }} and state = :state\nparams: { state: late }\ndatabase: shop\n",
    template: true,
  },
  keys: {
    database: {
      shape: { kind: "text" },
      doc: "Its name in the configuration.",
      example: "shop",
      default: "the one called default",
    },
    params: {
      shape: { kind: "any", called: "a list, or names and values" },
      doc: "Values for `?` and `:name`.",
      example: "{ state: late }",
      template: true,
    },
  },
};
