/** wf.attributes and wf.title: what lists show and filter by. Recorded as they are called. */

import type { AttributeValue } from "../model/attribute.ts";
import { failure } from "../model/errors.ts";
import { readArgument } from "../model/read-options.ts";
import { scopeOf } from "./asking.ts";
import type { RunPort } from "./run-port.ts";

export function attributes(run: RunPort, values: Readonly<Record<string, AttributeValue>>): void {
  const scope = scopeOf(run, "wf.attributes");
  readArgument(values, { where: "wf.attributes", option: "values" });
  if (typeof values !== "object" || values === null || Array.isArray(values))
    throw failure("invalid-option", { where: "wf.attributes", option: "values", problem: "must be an object" });
  for (const [name, value] of Object.entries(values)) checkAttribute(name, value);
  run.issue({ kind: "attributes", id: scope.next("attributes", "attributes"), value: () => values });
}

function checkAttribute(name: string, value: unknown): void {
  const fits =
    typeof value === "string" || typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value));
  if (!fits || name === "" || name.length > 255)
    throw failure("invalid-option", {
      where: "wf.attributes",
      option: name,
      problem: "must be a string, a finite number or a boolean",
    });
}

export function title(run: RunPort, text: string): void {
  const scope = scopeOf(run, "wf.title");
  if (typeof text !== "string")
    throw failure("invalid-option", { where: "wf.title", option: "text", problem: "must be a string" });
  run.issue({ kind: "title", id: scope.next("title", "title"), value: () => text.slice(0, 500) });
}
