/** Which requests fail, and how: the same ones each time, told by nothing but the key and how often it was asked. */

export type Fate = "done" | "absent" | "lost";

/** After so many failures in a row a request succeeds: tasks try eight times. */
export const mostFailuresInARow = 4;

/** @param tries how often this key was asked for, from 1 */
export function fate(key: string, tries: number): Fate {
  if (tries > mostFailuresInARow) return "done";
  const share = percentile(`${key} ${tries}`);
  if (share < 12) return "absent";
  return share < 22 ? "lost" : "done";
}

/** FNV-1a, and a mix of its bits; texts that differ in their last character end up far from each other. */
function percentile(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) >>> 0) % 100;
}
