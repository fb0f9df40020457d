/**
 * The logs of a container without a terminal: frames of stdout and stderr, one behind the other. Each has a head of eight
 * bytes: which of them, three zeros, and the length of what follows; pieces of the connection end anywhere.
 */
import { StringDecoder } from "node:string_decoder";

export type LogSource = "stdout" | "stderr";

const headBytes = 8;

export class LogStream {
  readonly #show: (from: LogSource, text: string) => void;
  readonly #decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  #head = Buffer.alloc(0);
  #from: LogSource = "stdout";
  /** Bytes of the frame that are still to come. */
  #left = 0;

  constructor(show: (from: LogSource, text: string) => void) {
    this.#show = show;
  }

  add(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      if (this.#left === 0) at += this.#readHead(piece.subarray(at));
      else {
        const part = piece.subarray(at, at + this.#left);
        this.#left -= part.length;
        at += part.length;
        this.#tell(this.#from, this.#decoders[this.#from].write(part));
      }
    }
  }

  /** Characters that were cut off are shown as such. */
  end(): void {
    for (const from of ["stdout", "stderr"] as const) this.#tell(from, this.#decoders[from].end());
  }

  /** @returns how many bytes of the piece it has taken */
  #readHead(piece: Buffer): number {
    const taken = piece.subarray(0, headBytes - this.#head.length);
    this.#head = Buffer.concat([this.#head, taken]);
    if (this.#head.length === headBytes) {
      this.#from = this.#head[0] === 2 ? "stderr" : "stdout";
      this.#left = this.#head.readUInt32BE(4);
      this.#head = Buffer.alloc(0);
    }
    return taken.length;
  }

  #tell(from: LogSource, text: string): void {
    if (text !== "") this.#show(from, text);
  }
}
