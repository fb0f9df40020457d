/** True for an error of whatever realm. Never throws, whatever it is asked of. */
export function isError(value: unknown): value is Error {
  try {
    return Error.isError(value) || value instanceof Error;
  } catch {
    // A proxy that was revoked, or whose traps throw.
    return false;
  }
}
