/** Reproducible bytes for simulation; of no cryptographic worth. The generator is sfc32. */

/** @returns what gives the next `length` bytes of the sequence that belongs to `seed` */
export function seededBytes(seed: number): (length: number) => Uint8Array {
  let [a, b, c, counter] = [seed | 0, Math.floor(seed / 2 ** 32) | 0, 0x9e3779b9 | 0, 1];
  const next = (): number => {
    const out = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + out;
    return out;
  };
  // The first outputs of neighbouring seeds are alike.
  for (let i = 0; i < 12; i++) next();
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i++) bytes[i] = next() >>> 24;
    return bytes;
  };
}
