/** Values of the journal as plain JSON: for pipes, where Dates, Maps and the like have no form of their own. */

/** What JSON.stringify then writes as it is. `undefined` only for undefined itself. */
export function plainJson(value: unknown): unknown {
  switch (typeof value) {
    case "bigint":
      return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "function":
    case "symbol":
      return String(value);
    case "object":
      return value === null ? null : plainObject(value);
    default:
      return value;
  }
}

function plainObject(value: object): unknown {
  if (Array.isArray(value)) return value.map((item) => plainJson(item) ?? null);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (value instanceof Map) {
    const pairs = [...value].map(([key, item]) => [plainJson(key), plainJson(item) ?? null] as const);
    return pairs.every(([key]) => typeof key === "string") ? Object.fromEntries(pairs) : pairs;
  }
  if (value instanceof Set) return [...value].map((item) => plainJson(item) ?? null);
  if (value instanceof RegExp || value instanceof URL) return String(value);
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64");
  if (value instanceof Error) return plainError(value);
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, plainJson(item)]));
}

function plainError(error: Error): Record<string, unknown> {
  const { name, message, cause } = error;
  const own = Object.fromEntries(Object.entries(error).map(([key, item]) => [key, plainJson(item)]));
  return { name, message, ...own, ...(cause === undefined ? {} : { cause: plainJson(cause) }) };
}
