/** A workflow as a page for people. */
import { formatMs } from "@stepwell/core";
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import type { Json } from "../definition/json.ts";
import type { ParamDefinition } from "../definition/param.ts";
import type { Stage } from "../definition/stage.ts";
import type { StepDefaults } from "../definition/step-defaults.ts";
import { triggerText } from "../definition/trigger-text.ts";
import { cell, code, plain } from "./markdown-text.ts";
import { mermaid } from "./mermaid.ts";

/** What it is given, what starts it, its jobs as a diagram and one by one, with their stages. */
export function markdown(definition: Definition): string {
  const { name, desc, params, on, jobs, outputs, onFailure = [], finally: last = [], secrets = [] } = definition;
  const sections = [
    [`# ${plain(name)}`, ...(desc === undefined ? [] : [plain(desc)])],
    params.length === 0 ? [] : ["## Params", paramsTable(params)],
    on.length === 0 ? [] : ["## Starts", on.map((trigger) => `- ${code(triggerText(trigger))}`).join("\n")],
    secrets.length === 0 ? [] : ["## Secrets", secrets.map((one) => `- ${code(one)}`).join("\n")],
    ["## Jobs", `\`\`\`mermaid\n${mermaid(definition)}\n\`\`\``, ...jobs.flatMap(jobLines)],
    onFailure.length === 0 ? [] : ["## When it fails", stageList(onFailure)],
    last.length === 0 ? [] : ["## At the end, whatever happens", stageList(last)],
    outputs === undefined
      ? []
      : [
          "## Outputs",
          Object.entries(outputs)
            .map(([key, value]) => `- ${code(key)}: ${code(jsonText(value))}`)
            .join("\n"),
        ],
  ];
  return `${sections.flat().join("\n\n")}\n`;
}

function paramsTable(params: readonly ParamDefinition[]): string {
  const rows = params.map((param) => {
    const { name, type, default: fallback, desc = "" } = param;
    const given = fallback === undefined ? "required" : type === "secret" ? "\\*\\*\\*" : code(jsonText(fallback));
    return `| ${[code(name), type, given, plain(desc)].map(cell).join(" | ")} |`;
  });
  return ["| name | type | default | |", "|---|---|---|---|", ...rows].join("\n");
}

function jobLines(job: Job): string[] {
  const { id, name, desc, needs, stages, strategy, runsOn, triggerRule, if: when, continueOnError } = job;
  const facts = [
    ...(needs.length === 0 ? [] : [`after ${needs.map(code).join(", ")}`]),
    ...(triggerRule === undefined ? [] : [code(triggerRule)]),
    ...(when === undefined ? [] : [`if ${code(when)}`]),
    ...(runsOn.type === "local"
      ? []
      : [`on ${code([runsOn.type, runsOn.target].filter((part) => part !== "").join(":"))}`]),
    ...limits(job),
    ...(continueOnError === false ? [] : ["its failure does not count"]),
  ];
  return [
    `### ${plain(name === undefined ? id : `${id}: ${name}`)}`,
    ...(desc === undefined ? [] : [plain(desc)]),
    ...(facts.length === 0 ? [] : [facts.join("; ")]),
    ...(strategy === undefined ? [] : [matrixText(strategy)]),
    stageList(stages),
  ];
}

function limits({ timeoutMs, retry }: StepDefaults): string[] {
  const time = typeof timeoutMs === "number" ? formatMs(timeoutMs) : timeoutMs;
  const attempts = retry === undefined || retry.maxAttempts === 1 ? undefined : retry.maxAttempts;
  return [
    ...(time === undefined ? [] : [`at most ${code(time)}`]),
    ...(attempts === undefined
      ? []
      : [typeof attempts === "number" ? `${attempts} attempts` : `tried again ${code(attempts)} times`]),
  ];
}

function matrixText({ matrix, include, exclude }: NonNullable<Job["strategy"]>): string {
  const axes =
    typeof matrix === "string"
      ? [code(matrix)]
      : matrix.map(
          ({ name, values }) =>
            `${code(name)}: ${typeof values === "string" ? code(values) : values.map((value) => code(jsonText(value))).join(", ")}`,
        );
  const more = (word: string, list: readonly Json[] | string): string[] =>
    list.length === 0 ? [] : [`${word} ${code(jsonText(list))}`];
  return [
    "A leg for each combination:",
    ...[...axes, ...more("with", include), ...more("without", exclude)].map((one) => `- ${one}`),
  ].join("\n");
}

function stageList(stages: readonly Stage[], indent = ""): string {
  return stages.flatMap((stage) => stageLines(stage, indent)).join("\n");
}

function stageLines(stage: Stage, indent: string): string[] {
  const { id, type, name, desc, if: when, branches } = stage;
  const facts = [...(when === undefined ? [] : [`if ${code(when)}`]), ...limits(stage)];
  const said = [name, desc]
    .filter((text) => text !== undefined)
    .map(plain)
    .join(". ");
  const line = `${indent}- ${code(id)} (${type})${said === "" ? "" : `: ${said}`}${facts.length === 0 ? "" : `; ${facts.join("; ")}`}`;
  const below = branches.flatMap(({ path, stages }) => [
    `${indent}  - ${plain(path)}`,
    stageList(stages, `${indent}    `),
  ]);
  return [line, ...below];
}

function jsonText(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
