/** What starts a workflow, in a few words. */
import type { Trigger } from "./trigger.ts";

export function triggerText(trigger: Trigger): string {
  switch (trigger.type) {
    case "cron":
      return `${trigger.cron} ${trigger.timezone ?? "UTC"}`;
    case "workflow":
      return `workflow ${trigger.workflow} ${trigger.status.join(", ")}`;
    case "event":
      return `event ${trigger.event}${trigger.match === undefined ? "" : ` if ${trigger.match}`}`;
    case "webhook":
      return `webhook ${trigger.path}`;
    case "manual":
      return "manual";
    case "plugin":
      return `${trigger.kind} ${typeof trigger.value === "string" ? trigger.value : JSON.stringify(trigger.value)}`;
  }
}
