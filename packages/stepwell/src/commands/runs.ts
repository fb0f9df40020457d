/** stepwell runs: lists runs, newest first. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";
import { filterOptions } from "../shared-options.ts";

export const runs: CommandSpec = {
  name: "runs",
  summary: "list runs, newest first",
  arguments: [],
  options: [
    ...filterOptions,
    { flags: "--limit <number>", text: "how many, at most 200 (default 50)" },
    { flags: "--cursor <next>", text: "go on where a list ended: next of its JSON" },
  ],
  examples: [
    ["stepwell runs", "the newest 50"],
    ["stepwell runs --status failed,timed_out --since 2h", "what went wrong lately"],
    ["stepwell runs --json | jq -r '.items[].id'", "for scripts"],
  ],
  execute,
};

async function execute(call: CommandCall): Promise<number> {
  const { given, output } = call;
  const [core, { openToLook }, filters, tables] = await Promise.all([
    import("@stepwell/core"),
    import("../open-engine.ts"),
    import("../run-filter.ts"),
    import("../run-table.ts"),
  ]);
  const now = core.nodeHost().now();
  const filter = filters.filterOf(given, now);
  const limit = filters.wholeNumberOf("--limit", given.text("limit") ?? "50", 1);
  const cursor = given.text("cursor");
  const engine = await openToLook(call);
  try {
    const page = { limit: Math.min(limit, core.limits.listPageMax), ...(cursor === undefined ? {} : { cursor }) };
    let list = await engine.list(filter, page);
    // A filter that fits few: a page may end before the first of them.
    while (list.items.length === 0 && list.next !== undefined)
      list = await engine.list(filter, { ...page, cursor: list.next });
    tables.printRuns(list, output, now);
    if (list.items.length === 0) tables.sayNoRuns(output, filters.isFiltered(filter));
    else if (list.next !== undefined) tables.sayMore(output, list.items.length);
  } finally {
    await engine.close();
  }
  return 0;
}
