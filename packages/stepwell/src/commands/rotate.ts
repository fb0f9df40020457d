/** stepwell rotate: encrypts what is kept with the newest key. */
import type { CommandCall, CommandSpec } from "../command-spec.ts";

export const rotate: CommandSpec = {
  name: "rotate",
  summary: "encrypt everything that is kept with the first key of STEPWELL_KEYS",
  arguments: [],
  options: [],
  examples: [["stepwell rotate", "with STEPWELL_KEYS=2027-01:BASE64,2026-11:BASE64: from the second key to the first"]],
  notes: [
    "First give every process that opens the store the new key as its current one: what they write is under it then.",
    "Others may go on meanwhile. When it was cut short, call it again: it goes on with what is left.",
    "It has done all when it says that nothing was left to change. Keep old keys for exports and backups.",
  ],
  execute: async (call: CommandCall) => (await import("../rotate-keys.ts")).rotateKeys(call),
};
