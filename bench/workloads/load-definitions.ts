/** D3: how long it takes to read and check a definition of 1,000 stages. */
import { loadText } from "@stepwell/declarative";
import { plainFigure } from "../figure.ts";
import { timed } from "../slices.ts";
import type { Workload } from "../workload.ts";

const jobs = 10;
const stagesPerJob = 100;

/** Each stage has a name, a script with templates, and every third one a condition. */
function definition(): string {
  const lines = ["big:", "  params: { day: date }", "  jobs:"];
  for (let job = 0; job < jobs; job++) {
    lines.push(`    job${job}:`, ...(job === 0 ? [] : [`      needs: job${job - 1}`]), "      stages:");
    for (let stage = 0; stage < stagesPerJob; stage++) {
      lines.push(`        - name: Stage ${stage}`);
      if (stage % 3 === 1) lines.push(`          if: \${{ stages.stage-${stage - 1}.outputs.rows != '0' }}`);
      lines.push("          bash: |", `            ./load --day \${{ params.day }} --part ${stage}`);
    }
  }
  return `${lines.join("\n")}\n`;
}

export const loadDefinitions: Workload = {
  name: "D3",
  about: "a definition of 1,000 stages, read and checked",
  async run(bench) {
    const text = definition();
    const load = async (): Promise<void> => {
      const { definitions, problems } = await loadText({ file: "big.yml", text, format: "yaml" });
      if (definitions.length !== 1) throw new Error(`the definition was not loaded: ${problems[0]?.message}`);
    };
    const times = bench.quick ? 3 : 30;
    const each: number[] = [];
    for (let n = 0; n < times; n++) each.push(await timed(load));
    const warm = each.slice(Math.floor(times / 3));
    const goal = { valueMost: 100 };
    return [
      plainFigure({ workload: "D3 1,000 stages, first time", unit: "ms", goal: {} }, each.slice(0, 1)),
      plainFigure({ workload: "D3 1,000 stages", unit: "ms", goal }, warm),
    ];
  },
};
