/** What a run in memory and the worker that holds it tell each other. */
import type { RawTexts } from "../model/value/raw-text.ts";
import type { Operation, RunDefaults } from "../operations/run-port.ts";

/** What a run in memory needs of the worker that holds it. */
export interface RunHolder<R> {
  readonly round: number;
  readonly window: boolean;
  readonly defaults: RunDefaults;
  /** For what is kept as text. */
  readonly texts: RawTexts;
  now(): number;
  encode(value: unknown, where: string): string;
  decode(text: string): unknown;
  /** There is something to deliver. */
  deliver(run: R): void;
  /** There is something to settle or to commit. */
  touch(run: R): void;
  /** Runs of this workflow can be executed here. */
  serve(workflow: { readonly name: string }): void;
  /** The run was started by one that is executed here: it is, too, if only certain ones are. */
  adopt(id: string): void;
  /** A body that executes for this operation is not wanted any more. */
  abort(run: R, operation: Operation): void;
  point(name: "deliver", detail: string): void;
}
