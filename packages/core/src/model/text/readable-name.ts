/** Names of the journal as people read them. */

/** What stands as %2F in a name of the journal, because it would separate names there, is / for people. */
export function readableName(name: string): string {
  return name.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}
