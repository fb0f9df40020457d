/** True for what task(...) or workflow(...) has made, in any copy of the package. Never throws. */
export function saysItIs(value: object, what: "workflow" | "task"): boolean {
  try {
    return (value as { readonly stepwell?: unknown }).stepwell === what;
  } catch {
    return false; // A proxy that was revoked, or a getter that throws.
  }
}
