/** What an open engine costs while there is nothing to do. */
import { Child } from "../child.ts";
import type { IdleWork } from "../children/idle-engine.ts";
import { plainFigure } from "../figure.ts";
import type { Workload } from "../workload.ts";

const module = new URL("../children/idle-engine.ts", import.meta.url);

async function percent(work: IdleWork): Promise<number> {
  const child = new Child(module, work);
  try {
    return (await child.said("idled")).facts.percent ?? Number.NaN;
  } finally {
    await child.gone();
  }
}

export const idle: Workload = {
  name: "idle",
  about: "an engine with nothing to do",
  async run(bench) {
    const work = { store: bench.store.name, ms: bench.quick ? 3_000 : 10_000 };
    const [engine, bare] = await Promise.all([percent({ ...work, folder: bench.folder() }), percent(work)]);
    return [
      plainFigure({ workload: "idle engine, one processor = 100", unit: "%", goal: { valueMost: 0.1 } }, [engine]),
      plainFigure({ workload: "idle Node without an engine", unit: "%", goal: {} }, [bare]),
    ];
  },
};
