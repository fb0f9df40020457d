/** A kept value under a key that this worker does not have must not block a run that can compute it. */
export function isReadable(text: string | undefined, decode: (text: string) => unknown): boolean {
  try {
    if (text !== undefined) decode(text);
    return true;
  } catch {
    return false;
  }
}
