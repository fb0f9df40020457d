/** `engine.rotate`: everything that is kept is encrypted with the current key, a little at a time. */
import { failure } from "../model/errors.ts";
import type { ValueCodec } from "../model/value/encryption.ts";
import { isSealed, keyOf } from "../model/value/sealed-text.ts";
import type { TextKind } from "../store/port.ts";
import type { Internals } from "./internals.ts";

const nonceBytes = 12;

/** What `engine.rotate` has done. */
export interface RotateResult {
  /** Texts that the current key encrypts now. */
  readonly changed: number;
  /** Texts that stayed as they were: their key is not here, or they are damaged. */
  readonly unreadable: number;
}

/** @throws encryption-needed, engine-closed */
export async function rotateKeys(internals: Internals): Promise<RotateResult> {
  const { settings, store } = internals;
  const { host, codec } = settings;
  if (codec === undefined) throw failure("encryption-needed", { kind: "the store", name: store.label });
  const sealer = new Resealer(internals, codec);
  let changed = 0;
  let cursor: string | undefined;
  do {
    if (internals.closed) throw failure("engine-closed", { operation: "rotate" });
    const began = host.monotonic();
    const done = await store.rewrite({ change: (text, kind) => sealer.change(text, kind), cursor });
    changed += done.changed;
    cursor = done.next;
    // As long again for others.
    if (cursor !== undefined)
      await new Promise<void>((resolve) => void host.timer(Math.max(1, host.monotonic() - began), resolve));
  } while (cursor !== undefined);
  return { changed, unreadable: sealer.unreadable };
}

/** How a run ended, as those who wait for it are told. */
interface ToldEnd {
  readonly output?: string;
  readonly error?: string;
  readonly why?: string;
}

class Resealer {
  unreadable = 0;
  readonly #in: Internals;
  readonly #codec: ValueCodec;
  /** Id of the key that encrypts. */
  readonly #current: string;

  constructor(internals: Internals, codec: ValueCodec) {
    this.#in = internals;
    this.#codec = codec;
    this.#current = keyOf(this.#seal(""));
  }

  /** Undefined where the text is as it should be, or cannot be read. */
  change(text: string, kind: TextKind): string | undefined {
    try {
      return this.#changed(text, kind);
    } catch {
      this.unreadable++;
      return undefined;
    }
  }

  #changed(text: string, kind: TextKind): string | undefined {
    const { texts } = this.#in;
    switch (kind) {
      case "kept":
        return this.#keptAnew(text);
      case "end":
        return this.#endAnew(text);
      case "value":
        return this.#isCurrent(text) ? undefined : this.#seal(isSealed(text) ? this.#codec.open(text) : text);
      case "text":
        return text === "" || this.#isCurrent(text) ? undefined : texts.seal(texts.open(text));
      case "sentence":
        // What is not encrypted of these is the engine's own, and is to be read without a key.
        return !isSealed(text) || this.#isCurrent(text) ? undefined : texts.seal(texts.open(text));
    }
  }

  /** What the text says need not be known: it is not decoded, so that nothing of it can change. */
  #seal(text: string): string {
    return this.#codec.seal(text, this.#in.settings.host.randomBytes(nonceBytes));
  }

  #isCurrent(text: string): boolean {
    return isSealed(text) && keyOf(text) === this.#current;
  }

  /** The value of a `kept` entry: a kind, and the text that was kept. */
  #keptAnew(text: string): string | undefined {
    const { decode, encodeAgain } = this.#in;
    const [kind, inner] = decode(text) as [string, string | undefined];
    const anew = inner === undefined ? undefined : this.#changed(inner, "value");
    if (anew === undefined && this.#isCurrent(text)) return undefined;
    return encodeAgain([kind, anew ?? inner], "a kept value");
  }

  #endAnew(text: string): string | undefined {
    const end = JSON.parse(text) as ToldEnd;
    const output = end.output === undefined ? undefined : this.#changed(end.output, "value");
    const error = end.error === undefined ? undefined : this.#changed(end.error, "value");
    const why = end.why === undefined ? undefined : this.#changed(end.why, "sentence");
    if (output === undefined && error === undefined && why === undefined) return undefined;
    return JSON.stringify({ ...end, output: output ?? end.output, error: error ?? end.error, why: why ?? end.why });
  }
}
