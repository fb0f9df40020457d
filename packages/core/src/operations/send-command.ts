/** What the worker does for wf.send. */

/** Send a message to another run, together with the entry that says so. */
export interface SendCommand {
  readonly do: "send";
  readonly to: string;
  readonly message: string;
  /** Encoded. */
  readonly payload: string;
}
