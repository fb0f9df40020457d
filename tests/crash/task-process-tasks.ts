/** A task that nothing but a signal ends, with a program that it has started. */
import { spawn } from "node:child_process";
import { renameSync, writeFileSync } from "node:fs";
import { task } from "@stepwell/core";

export const deaf = task("deaf", { isolation: "process" }, (file: string) => {
  const { pid } = spawn("sleep", ["1000"], { stdio: "ignore" });
  writeFileSync(`${file}.new`, JSON.stringify([process.pid, pid]));
  renameSync(`${file}.new`, file);
  for (;;);
});
