/** Which variables of the environment are settings. Apart from what reads them: it is asked before anything is loaded. */

export type Variables = Readonly<Record<string, string | undefined>>;

/** Settings whose names do not say whose they are; the others begin with STEPWELL_ or WORKFLOW_. */
const plainNames: ReadonlySet<string> = new Set(["DATABASE_URL", "REDIS_URL", "LOG_LEVEL", "SERVICE_PORT"]);

/** True for what only the loader of settings may read. */
export function isSettingVariable(name: string): boolean {
  return plainNames.has(name) || /^(?:STEPWELL|WORKFLOW)_/.test(name);
}
