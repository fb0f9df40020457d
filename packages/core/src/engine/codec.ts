/** The engine's value codec: with its limit, and the error classes that it knows. */
import { failure } from "../model/errors.ts";
import { runErrorClasses } from "../model/run-errors.ts";
import { decode, encode } from "../model/value/codec.ts";
import { exceeds } from "../model/value/size.ts";
import type { Settings } from "./open-options.ts";

export interface Codec {
  /** @throws unserialisable-value, value-too-large */
  readonly encode: (value: unknown, where: string) => string;
  /** @throws damaged-value */
  readonly decode: (text: string) => unknown;
}

export function makeCodec(settings: Settings): Codec {
  const limitBytes = settings.defaults.valueBytes;
  const errors = [...runErrorClasses, ...settings.errors];
  return {
    encode(value, where) {
      const text = encode(value, where);
      const bytes = exceeds(text, limitBytes);
      if (bytes !== undefined) throw failure("value-too-large", { where, bytes, limitBytes });
      return text;
    },
    decode: (text) => decode(text, { errors }),
  };
}
