/** What settings and the working folder say of the services that execute definitions. */
import { join } from "node:path";
import type { ServicesOptions } from "../interpret/services.ts";
import type { Settings } from "./settings.ts";

/** For `makeServices`; what the settings do not say is not there. @param folder beside whose `.stepwell` store files of runs are kept, too */
export function servicesSettings(
  settings: Pick<Settings, "get">,
  folder: string,
): ServicesOptions & { readonly artifacts: string } {
  const [shell, email] = [settings.get("run.shell"), settings.get("email.server")];
  return {
    workspaces: join(folder, ".stepwell/workspaces"),
    artifacts: settings.get("artifacts.folder") ?? join(folder, ".stepwell/artifacts"),
    maxJobParallel: settings.get("max-job-parallel"),
    timeoutMs: settings.get("timeout"),
    privateHosts: settings.get("private-hosts"),
    databases: settings.get("databases"),
    artifactBytes: settings.get("artifacts.size"),
    docker: settings.get("docker.host"),
    ...(email === undefined ? {} : { email: { url: email, from: settings.get("email.from") } }),
    ...(shell === undefined ? {} : { shell }),
  };
}
