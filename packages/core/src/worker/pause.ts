import type { Host } from "../host/port.ts";

/** Waits that can be cut short; one at a time. */
export class Pause {
  readonly #host: Pick<Host, "timer">;
  #end: () => void = () => {};

  constructor(host: Pick<Host, "timer">) {
    this.#host = host;
  }

  of(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = this.#host.timer(ms, resolve);
      this.#end = () => {
        timer.cancel();
        resolve();
      };
    });
  }

  /** What waits goes on. */
  cut(): void {
    this.#end();
  }
}
