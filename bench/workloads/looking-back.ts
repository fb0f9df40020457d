/** L1: lists by every named shape of filter, and statistics, among a million runs. */
import { type ListFilter, Stepwell } from "@stepwell/core";
import { complain } from "../engine.ts";
import { type Figure, plainFigure } from "../figure.ts";
import { filled } from "../fill-runs.ts";
import { timed } from "../slices.ts";
import type { Bench, Workload } from "../workload.ts";

const goal = { valueMost: 10 };

function shapes(runs: number): Readonly<Record<string, ListFilter>> {
  const middle = new Date(filled.lastAt - runs * 50);
  return {
    all: {},
    status: { status: "failed" },
    "several states": { status: ["failed", "waiting", "blocked"] },
    "a state without runs": { status: "blocked" },
    workflow: { workflow: "flow-7" },
    "workflow and status": { workflow: "flow-0", status: "failed" },
    "until the middle": { until: middle },
    "status until the middle": { status: "completed", until: middle },
    tag: { tag: "eu" },
    "tag and status": { tag: "eu", status: "failed" },
    "a rare tag": { tag: "rare" },
    attribute: { attribute: { name: "region", value: "eu" } },
    "attribute and workflow": { attribute: { name: "region", value: "eu" }, workflow: "flow-10" },
    "text that many have": { text: "order" },
    "text that nobody has": { text: "nobody-has-this" },
  };
}

export const lookingBack: Workload = {
  name: "L1",
  about: "lists and statistics among a million runs",
  async run(bench: Bench): Promise<Figure[]> {
    const runs = bench.quick ? 20_000 : 1_000_000;
    const folder = bench.folder();
    const open = () => Stepwell.open({ store: bench.store.provider(folder), worker: false, log: complain });
    await (await open()).close();
    bench.store.fill(folder, runs);
    const engine = await open();
    try {
      const figures: Figure[] = [];
      const measure = async (name: string, once: () => Promise<unknown>): Promise<void> => {
        const values: number[] = [];
        for (let n = 0; n < (bench.quick ? 3 : 21); n++) values.push(await timed(once));
        figures.push(plainFigure({ workload: `L1 ${name}`, unit: "ms", goal }, values));
      };
      for (const [name, filter] of Object.entries(shapes(runs)))
        await measure(`list: ${name}`, () => engine.list(filter, { limit: 50 }));
      await measure("ids that begin so", () => engine.idsLike("r-0000f"));
      await measure("ids that end so", () => engine.idsLike("nobody"));
      await measure("count: status", () => engine.count({ status: "completed" }));
      await measure("stats", () => engine.stats());
      await measure("stats of a workflow", () => engine.stats({ workflow: "flow-3" }));
      return figures;
    } finally {
      await engine.close();
    }
  },
};
