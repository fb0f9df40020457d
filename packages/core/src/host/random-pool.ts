/** Random bytes from a pool: one system call serves hundreds of seeds. */

const poolBytes = 4096;
/** Longer requests would empty the pool too fast, and are rare. */
const pooledUpTo = 256;

/** @param fill fills the bytes given with random ones */
export function randomPool(fill: (bytes: Uint8Array) => void): (length: number) => Uint8Array {
  const pool = new Uint8Array(poolBytes);
  let used = poolBytes;
  return (length) => {
    const bytes = new Uint8Array(length);
    if (length > pooledUpTo) {
      fill(bytes);
      return bytes;
    }
    if (used + length > poolBytes) {
      fill(pool);
      used = 0;
    }
    bytes.set(pool.subarray(used, used + length));
    // What was given out must not be readable here any more.
    pool.fill(0, used, used + length);
    used += length;
    return bytes;
  };
}
