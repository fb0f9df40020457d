/** All commands. Each is loaded when it is asked for, so that none waits for the others. */
import type { CommandSpec } from "./command-spec.ts";

interface CommandEntry {
  readonly name: string;
  readonly group: "do" | "look" | "manage";
  readonly load: () => Promise<CommandSpec>;
}

export const commandTable: readonly CommandEntry[] = [
  { name: "run", group: "do", load: async () => (await import("./commands/run.ts")).run },
  { name: "resume", group: "do", load: async () => (await import("./commands/resume.ts")).resume },
  { name: "retry", group: "do", load: async () => (await import("./commands/retry.ts")).retry },
  { name: "rerun", group: "do", load: async () => (await import("./commands/rerun.ts")).rerun },
  { name: "release", group: "do", load: async () => (await import("./commands/release.ts")).release },
  { name: "fork", group: "do", load: async () => (await import("./commands/fork.ts")).fork },
  { name: "step", group: "do", load: async () => (await import("./commands/step.ts")).step },
  { name: "cancel", group: "do", load: async () => (await import("./commands/cancel.ts")).cancel },
  { name: "kill", group: "do", load: async () => (await import("./commands/kill.ts")).kill },
  { name: "pause", group: "do", load: async () => (await import("./commands/pause.ts")).pause },
  { name: "signal", group: "do", load: async () => (await import("./commands/signal.ts")).signal },
  { name: "approve", group: "do", load: async () => (await import("./commands/approve.ts")).approve },
  { name: "apply", group: "do", load: async () => (await import("./commands/apply.ts")).apply },
  { name: "runs", group: "look", load: async () => (await import("./commands/runs.ts")).runs },
  { name: "show", group: "look", load: async () => (await import("./commands/show.ts")).show },
  { name: "logs", group: "look", load: async () => (await import("./commands/logs.ts")).logs },
  { name: "watch", group: "look", load: async () => (await import("./commands/watch.ts")).watch },
  { name: "journal", group: "look", load: async () => (await import("./commands/journal.ts")).journal },
  { name: "audit", group: "look", load: async () => (await import("./commands/audit.ts")).audit },
  { name: "check", group: "look", load: async () => (await import("./commands/check.ts")).check },
  { name: "debug", group: "look", load: async () => (await import("./commands/debug.ts")).debug },
  { name: "validate", group: "look", load: async () => (await import("./commands/validate.ts")).validate },
  { name: "plan", group: "look", load: async () => (await import("./commands/plan.ts")).plan },
  { name: "render", group: "look", load: async () => (await import("./commands/render.ts")).render },
  { name: "schema", group: "look", load: async () => (await import("./commands/schema.ts")).schema },
  { name: "doctor", group: "manage", load: async () => (await import("./commands/doctor.ts")).doctor },
  { name: "limits", group: "manage", load: async () => (await import("./commands/limits.ts")).limits },
  { name: "queues", group: "manage", load: async () => (await import("./commands/queues.ts")).queues },
  { name: "config", group: "manage", load: async () => (await import("./commands/config.ts")).config },
  { name: "secrets", group: "manage", load: async () => (await import("./commands/secrets.ts")).secrets },
  { name: "vars", group: "manage", load: async () => (await import("./commands/vars.ts")).vars },
  { name: "gc", group: "manage", load: async () => (await import("./commands/gc.ts")).gc },
  { name: "rotate", group: "manage", load: async () => (await import("./commands/rotate.ts")).rotate },
  { name: "export", group: "manage", load: async () => (await import("./commands/export.ts")).exportCommand },
  { name: "import", group: "manage", load: async () => (await import("./commands/import.ts")).importCommand },
  { name: "init", group: "manage", load: async () => (await import("./commands/init.ts")).init },
];

export const commandNames: readonly string[] = commandTable.map(({ name }) => name);
