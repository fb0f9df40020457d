/** Which variables of the environment are settings. Apart from what reads them: it is asked before anything is loaded. */

export type Variables = Readonly<Record<string, string | undefined>>;

/** Settings whose names do not say whose they are; the others begin with STEPWELL_ or WORKFLOW_. */
const plainNames: ReadonlySet<string> = new Set(["DATABASE_URL", "REDIS_URL", "LOG_LEVEL", "SERVICE_PORT"]);

/** Other programs go by them, too: scripts find them in their environment. */
const sharedNames: ReadonlySet<string> = new Set(["DOCKER_HOST"]);

/** True for what is a setting: only their loader reads it as such. */
export function isSettingVariable(name: string): boolean {
  return plainNames.has(name) || sharedNames.has(name) || /^(?:STEPWELL|WORKFLOW)_/.test(name);
}

/** True for what nobody else may read. */
export function isOursAlone(name: string): boolean {
  return isSettingVariable(name) && !sharedNames.has(name);
}
