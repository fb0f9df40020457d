/** What starts a workflow: lists, maps and single words become a list. */
import { intervalToCron } from "@stepwell/cron";
import { intervalOptions } from "../format/check-schedule.ts";
import type { TriggerShape } from "../format/trigger-shape.ts";
import { lineOf } from "../source/locate.ts";
import type { MapNode, SourceNode } from "../source/node.ts";
import type { Status } from "../status.ts";
import type { CronTrigger, Trigger } from "./trigger.ts";
import { at, condition, items, jsonOf, present, text, texts } from "./values.ts";

/** @param more kinds, of plugins */
export function readTriggers(node: SourceNode | undefined, more: readonly TriggerShape[]): Trigger[] {
  return items(node).flatMap((item): Trigger[] =>
    item.kind === "map"
      ? [...readTrigger(item), ...more.flatMap((type) => readOther(item, type))]
      : [{ type: "manual", at: lineOf(item) }],
  );
}

function readTrigger(node: MapNode): Trigger[] {
  const found: Trigger[] = [];
  const [manual, workflow, event, webhook] = ["manual", "workflow", "event", "webhook"].map((key) => at(node, key));
  found.push(
    ...readSchedule(node),
    ...items(at(node, "schedule")).flatMap((item) => (item.kind === "map" ? readSchedule(item) : [])),
  );
  if (manual?.kind === "scalar" && manual.value === true) found.push({ type: "manual", at: lineOf(manual) });
  if (workflow !== undefined) {
    const written = texts(at(node, "status")) as Status[];
    const status: Status[] = written.length === 0 ? ["SUCCESS"] : written;
    found.push({ type: "workflow", workflow: text(workflow) ?? "", status, at: lineOf(workflow) });
  }
  if (event !== undefined) {
    const match = condition(at(node, "match"));
    found.push({
      type: "event",
      event: text(event) ?? "",
      ...(match === undefined ? {} : { match }),
      at: lineOf(event),
    });
  }
  if (webhook !== undefined) found.push({ type: "webhook", path: text(webhook) ?? "", at: lineOf(webhook) });
  return found;
}

function readOther(node: MapNode, { key, keys = {} }: TriggerShape): Trigger[] {
  const value = at(node, key);
  if (value === undefined) return [];
  const own = Object.keys(keys).flatMap((name) => {
    const given = at(node, name);
    return given === undefined ? [] : [[name, jsonOf(given)] as const];
  });
  return [{ type: "plugin", kind: key, value: jsonOf(value), keys: Object.fromEntries(own), at: lineOf(value) }];
}

function readSchedule(node: MapNode): CronTrigger[] {
  const pattern = at(node, "cron") ?? at(node, "cronjob");
  const interval = at(node, "interval");
  const given = pattern ?? interval;
  if (given === undefined) return [];
  const cron = pattern === undefined ? intervalToCron(intervalOptions((key) => at(node, key))) : (text(pattern) ?? "");
  const zone = present<{ timezone: string }>({ timezone: text(at(node, "timezone")) });
  return [{ type: "cron", cron, ...zone, at: lineOf(given) }];
}
