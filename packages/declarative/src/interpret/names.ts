/** Names of a definition as names in the journal: what separates the parts of a key there is written as %2F. */

/** Scopes that the engine keeps for itself. */
const kept: ReadonlySet<string> = new Set(["compensate", "on-failure", "on-complete"]);
const refused = /[/#~[\]%\p{Cc}]/gu;
/** The engine allows 200 code points; a number is added where a long name is cut, so that two stay two. */
const most = 180;

export function journalName(name: string): string {
  const safe = name.replace(refused, percent);
  const named = kept.has(safe) ? `${percent(safe.slice(0, 1))}${safe.slice(1)}` : safe || "%";
  return named.length <= most ? named : `${named.slice(0, most - 10)}…${fingerprint(named)}`;
}

function percent(character: string): string {
  return `%${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(2, "0")}`;
}

/** FNV-1a, 32 bits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, "0");
}
