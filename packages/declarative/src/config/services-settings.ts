/** What settings say of the services that execute definitions. */
import type { ServicesOptions } from "../interpret/services.ts";
import type { Settings } from "./settings.ts";

/** For `makeServices`; what the settings do not say is not there. */
export function servicesSettings(settings: Pick<Settings, "get">): Partial<ServicesOptions> {
  const [shell, artifacts] = [settings.get("run.shell"), settings.get("artifacts.folder")];
  const email = settings.get("email.server");
  return {
    maxJobParallel: settings.get("max-job-parallel"),
    timeoutMs: settings.get("timeout"),
    privateHosts: settings.get("private-hosts"),
    databases: settings.get("databases"),
    artifactBytes: settings.get("artifacts.size"),
    docker: settings.get("docker.host"),
    ...(email === undefined ? {} : { email: { url: email, from: settings.get("email.from") } }),
    ...(shell === undefined ? {} : { shell }),
    ...(artifacts === undefined ? {} : { artifacts }),
  };
}
