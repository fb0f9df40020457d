/**
 * What cannot be read (its key is missing, it is damaged) blocks its run, whatever the code that asked for it does with
 * the error.
 */
interface Reader {
  readonly decode: (text: string) => unknown;
}

export function decodeOrBlock(run: { block(cause: unknown): void }, reader: Reader, text: string): unknown {
  try {
    return reader.decode(text);
  } catch (error) {
    run.block(error);
    throw error;
  }
}
