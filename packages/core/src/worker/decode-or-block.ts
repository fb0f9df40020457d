/**
 * What cannot be read (its key is missing, it is damaged) blocks its run, whatever the code that asked for it does with
 * the error.
 */
import { readNamed } from "../model/value/read-named.ts";

interface Reader {
  readonly decode: (text: string) => unknown;
}

interface Stored {
  readonly text: string;
  /** Which value it is, for the message. */
  readonly what?: string;
}

export function decodeOrBlock(run: { block(cause: unknown): void }, reader: Reader, value: Stored): unknown {
  const { text, what = "a stored value" } = value;
  try {
    return readNamed(what, () => reader.decode(text));
  } catch (error) {
    run.block(error);
    throw error;
  }
}
