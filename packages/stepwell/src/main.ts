/** The command: what the process is given, and its exit code. */
import { SettingsLoader } from "@stepwell/declarative/config";
import { runCli } from "./cli.ts";
import { processEnvironment } from "./process-environment.ts";

if (!hasFolder()) {
  process.stderr.write("the working folder is not there any more; go to one that is, with cd\n");
  process.exit(2);
}
const environment = processEnvironment(process, new SettingsLoader(process.env));
let code = await runCli(environment);
await environment.stdout.flush().catch(async (error) => {
  const { reportUnwritten } = await import("./report-error.ts");
  code ||= reportUnwritten(error, environment);
});
// Where this fails, too, nobody can be told.
await environment.stderr.flush().catch(() => {});
// The user's module may have left something open that would keep the process alive.
process.exit(code);

function hasFolder(): boolean {
  try {
    return process.cwd() !== "";
  } catch {
    return false;
  }
}
