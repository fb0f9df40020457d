/** stepwell release: executes a definition for a time. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const release: CommandSpec = {
  name: "release",
  summary: "execute a definition for a time of its schedules: once for each minute",
  arguments: [{ form: "<file[#name]>", text: "a file of definitions (#name if several), or the name of one" }],
  options: [
    {
      flags: "--at <time>",
      text: "the time, with its zone: 2026-11-21T02:00Z; now (if nothing is said) needs --type force or event, or no schedule",
    },
    { flags: "--type <type>", text: "normal (default), rerun, force, event or dryrun" },
    { flags: "--input <json>", text: "params: JSON, @file, or - for standard input" },
    { flags: "-p, --param <key=value>", text: "one param; JSON counts as such, the rest is text", many: true },
    { flags: "--exclude <job>", text: "leave this job out", many: true },
    { flags: "--audit <where>", text: "where its record goes besides the store: file, or off for no record" },
    { flags: "--log-name <name>", text: "under which its record is filed" },
    { flags: "--id <id>", text: "of an event: each id is released once; else a name for lists" },
    { flags: "--timeout <time>", text: "of work; instead of the definition's own" },
    { flags: "--detach", text: "write it down only; any worker may take it when its time has come" },
    { flags: "--wait <time>", text: "follow for this long at most, then save it (exit 5)" },
  ],
  examples: [
    ["stepwell release nightly.yml --at 2026-11-21T02:00Z", "once: a second one is skipped, unless it has failed"],
    ["stepwell release nightly.yml --at 2026-11-21T02:00Z --type rerun", "although it has succeeded"],
    ["stepwell release nightly.yml --type force -p region=eu", "now, whatever its schedules say"],
    ["stepwell release nightly.yml --at 2026-11-21T02:00Z --type dryrun", "could it be released? Nothing is executed"],
  ],
  notes: ["A time to come is waited for on disk: whoever asks again, or stepwell resume, goes on waiting for it."],
  execute: async (call: CommandCall) => (await import("../releases/start-release.ts")).startRelease(call),
};
