/** The run of a release: `nightly@2026-11-21T10:00Z`. */
export function releaseId(workflow: string, minute: Date): string {
  return `${workflow}@${minute.toISOString().slice(0, 16)}Z`;
}
