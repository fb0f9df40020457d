/** Which execution of a run a step belongs to: its claims are counted anew in each generation. */
import type { BodyContext } from "@stepwell/core";

export interface StepClaim {
  /** Of the run: a retry begins the next one. */
  readonly generation: number;
  readonly fence: BodyContext["fence"];
}

/** Before it there is nobody. */
export const firstClaim: StepClaim = { generation: 1, fence: 1 };

/** Above 0: `a` is the later one. Of one step alone. */
export function compareClaims(a: StepClaim, b: StepClaim): number {
  return a.generation - b.generation || a.fence - b.fence;
}
