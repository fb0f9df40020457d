/** How long a message is waited for; the engine's own reading comes 1 ms after this one. */
export interface Due {
  /** Ms on the wall. */
  readonly askedAt: number;
  readonly withinMs: number;
}
