/** A workflow as a diagram for Mermaid: its jobs, what they wait for, what starts it. */
import type { Definition } from "../definition/definition.ts";
import type { Job } from "../definition/job.ts";
import { triggerText } from "../definition/trigger-text.ts";

/**
 * A flowchart. Names stand in it as they are, and nothing in them is part of its language: every character that is
 * neither a letter, a digit nor harmless is written as its number.
 */
export function mermaid(definition: Definition): string {
  const { jobs, on, onFailure = [], finally: last = [] } = definition;
  const nodes = new Map(jobs.map((job, at) => [job.id, `job${at}`]));
  const edges = jobs.flatMap(({ id, needs }) => needs.map((need) => `${nodes.get(need)} --> ${nodes.get(id)}`));
  const needed = new Set(jobs.flatMap(({ needs }) => needs));
  const first = jobs.filter(({ needs }) => needs.length === 0).map(({ id }) => nodes.get(id) ?? "");
  const ends = jobs.filter(({ id }) => !needed.has(id)).map(({ id }) => nodes.get(id) ?? "");
  const start =
    on.length === 0 ? [] : [`starts(["${on.map((trigger) => label(triggerText(trigger))).join("<br/>")}"])`];
  const after = [
    ...(onFailure.length === 0 ? [] : [["failed", "on-failure"] as const]),
    ...(last.length === 0 ? [] : [["last", "finally"] as const]),
  ];
  const lines = [
    ...start,
    ...jobs.map((job) => `${nodes.get(job.id)}${shape(job)}`),
    ...after.map(([node, name]) => `${node}(["${name}"])`),
    ...(start.length === 0 ? [] : first.map((node) => `starts -.-> ${node}`)),
    ...edges,
    ...after.flatMap(([node]) => ends.map((end) => `${end} -.-> ${node}`)),
  ];
  return ["flowchart LR", ...lines.map((line) => `  ${line}`)].join("\n");
}

/** A matrix is a box with double sides. */
function shape({ id, name, strategy, if: when }: Job): string {
  const facts = [
    ...(name === undefined ? [] : [name]),
    ...(strategy === undefined ? [] : [axesText(strategy)]),
    ...(when === undefined ? [] : [`if ${when}`]),
  ];
  const text = [id, ...facts].map(label).join("<br/>");
  return strategy === undefined ? `["${text}"]` : `[["${text}"]]`;
}

function axesText({ matrix }: NonNullable<Job["strategy"]>): string {
  if (typeof matrix === "string") return `matrix ${matrix}`;
  return `matrix ${matrix.map(({ name, values }) => (typeof values === "string" ? `${name} ${values}` : `${name} ×${values.length}`)).join(", ")}`;
}

const labelChars = 80;

function label(text: string): string {
  const cut = [...text].length > labelChars ? `${[...text].slice(0, labelChars - 1).join("")}…` : text;
  return cut.replace(/[^\p{L}\p{N} .,:=×…-]/gu, (sign) => `#${sign.codePointAt(0)};`);
}
