/** The engine's value codec: with its limit, the error classes that it knows, and encryption where that is on. */
import type { Host } from "../host/port.ts";
import { failure } from "../model/errors.ts";
import { runErrorClasses } from "../model/run-errors.ts";
import type { SameValue } from "../model/start-policy.ts";
import { sameValue } from "../model/value/canonical.ts";
import { decode, encode } from "../model/value/codec.ts";
import type { ValueCodec } from "../model/value/encryption.ts";
import { escapeText, type RawTexts, unescapeText } from "../model/value/raw-text.ts";
import { isSealed, keyOf } from "../model/value/sealed-text.ts";
import { exceeds } from "../model/value/size.ts";
import type { Settings } from "./open-options.ts";

/** How values look where they do not leave the process, and on disk where nothing is encrypted. */
interface PlainCodec {
  /** @param limitBytes instead of the engine's @throws unserialisable-value, value-too-large */
  readonly encode: (value: unknown, where: string, limitBytes?: number) => string;
  /** @throws damaged-value, key-missing, decryption-failed */
  readonly decode: (text: string) => unknown;
}

export interface Codec extends PlainCodec {
  /** For what wraps a value that was within the limit when it was recorded. */
  readonly encodeAgain: PlainCodec["encode"];
  readonly sameValue: SameValue;
  readonly texts: RawTexts;
  /** For what never reaches the disk: jobs of threads. */
  readonly plain: PlainCodec;
}

const nonceBytes = 12;

export function makeCodec(settings: Settings): Codec {
  const plain = plainCodec(settings);
  const { codec, host } = settings;
  return codec === undefined ? unsealed(plain) : sealing(plain, codec, host);
}

function plainCodec(settings: Settings): PlainCodec {
  const { valueBytes } = settings.defaults;
  const errors = [...runErrorClasses, ...settings.errors];
  return {
    encode(value, where, limitBytes = valueBytes) {
      const text = encode(value, where);
      const bytes = exceeds(text, limitBytes);
      if (bytes !== undefined) throw failure("value-too-large", { where, bytes, limitBytes });
      return text;
    },
    decode: (text) => decode(text, { errors }),
  };
}

/** Without keys; what others have encrypted is known as such. */
function unsealed(plain: PlainCodec): Codec {
  const refuseSealed = (text: string): string => {
    if (isSealed(text)) throw failure("key-missing", { key: keyOf(text) });
    return text;
  };
  return {
    encode: plain.encode,
    encodeAgain: (value, where) => encode(value, where),
    decode: (text) => plain.decode(refuseSealed(text)),
    sameValue: (a, b) => sameValue(refuseSealed(a), refuseSealed(b)),
    texts: { seal: escapeText, open: (text) => unescapeText(refuseSealed(text)) },
    plain,
  };
}

function sealing(plain: PlainCodec, codec: ValueCodec, host: Host): Codec {
  const seal = (text: string): string => codec.seal(text, host.randomBytes(nonceBytes));
  const open = (text: string): string => (isSealed(text) ? codec.open(text) : text);
  return {
    encode: (value, where, limitBytes) => seal(plain.encode(value, where, limitBytes)),
    encodeAgain: (value, where) => seal(encode(value, where)),
    decode: (text) => plain.decode(open(text)),
    sameValue: (a, b) => sameValue(open(a), open(b)),
    texts: {
      // Nothing to hide in an empty one.
      seal: (text) => (text === "" ? text : seal(text.toWellFormed())),
      open: (text) => (isSealed(text) ? codec.open(text) : unescapeText(text)),
    },
    plain,
  };
}
