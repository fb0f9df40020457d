/** Crashes definitions at positions all over their journals and at commits: they end as if nothing had happened. */
import type { BodyContext } from "@stepwell/core";
import { crashTest, type TestKit } from "@stepwell/core/testing";
import { expect } from "vitest";
import type { StageShape } from "../format/stage-shape.ts";
import { definitionsOf, loadText } from "../load/load.ts";
import { resolveParams } from "../params/resolve-params.ts";
import type { StageType } from "../stages/stage-type.ts";
import { runnableStages } from "../stages/table.ts";
import { definitionWorkflow } from "./definition-workflow.ts";
import type { ResultContext } from "./records.ts";
import { makeServices } from "./services.ts";

/** What the outside has seen, by the key of the step: a repetition that uses it is none. */
let seen = new Map<string, unknown>();

const value = { shape: { kind: "any" }, doc: "", example: "", template: true } as const;
const work: StageType = {
  key: "work",
  value,
  keys: { "good-from": { shape: { kind: "number" }, doc: "", example: "", template: true } },
  run: async (stage, s) => ({
    outputs: await s.step((body: BodyContext) => {
      const attempt = s.attempt + body.attempt - 1;
      const whole = { value: stage.value, attempt };
      seen.set(body.key, whole);
      if (attempt < Number(stage.keys["good-from"] ?? 1)) throw new Error(`not yet: ${attempt}`);
      return whole;
    }),
  }),
};

/** @returns the context of the undisturbed run, and how many crashes there were */
export async function crashed(
  text: string,
  options: { params?: object; prepare?: (kit: TestKit) => void; drive?: Parameters<typeof crashTest>[2] } = {},
): Promise<{ context: ResultContext; crashes: number }> {
  const stages = [...runnableStages, work];
  const shapes: StageShape[] = stages;
  const definitions = definitionsOf(await loadText({ file: "flow.yml", text, format: "yaml" }, { stages: shapes }));
  const ends: ResultContext[] = [];
  const services = makeServices({ workspaces: "/nowhere", stages, definitions });
  const workflows = definitions.map((each) =>
    definitionWorkflow(each, services, { ended: (context) => ends.push(context) }),
  );
  const [definition] = definitions;
  const [workflow] = workflows;
  if (definition === undefined || workflow === undefined) throw new Error("no definition");
  const params = await resolveParams(definition.params, options.params ?? {}, { workflow: definition.name });
  const report = await crashTest(
    workflow,
    { definition, params },
    {
      workflows,
      atMost: 80,
      prepare: (kit) => {
        seen = new Map();
        const before = ends.length;
        options.prepare?.(kit);
        // Of one workflow each history has one end that counts: the last.
        return () => [[...seen].sort(([a], [b]) => (a < b ? -1 : 1)), ends.slice(before).at(-1)];
      },
      ...options.drive,
    },
  );
  const [context] = ends;
  if (context === undefined) throw new Error("it never ended");
  expect(report.crashes).toBeGreaterThan(report.points / 2);
  return { context, crashes: report.crashes };
}
