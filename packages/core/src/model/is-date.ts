/** True for a Date. Never throws, whatever it is asked of. */
export function isDate(value: unknown): value is Date {
  try {
    if (!(value instanceof Date)) return false;
    Date.prototype.getTime.call(value);
    return true;
  } catch {
    // A proxy, or an object that never was a Date.
    return false;
  }
}
