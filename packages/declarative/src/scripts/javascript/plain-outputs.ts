/** What of a script's values becomes an output: plain data alone. */

/** Deeper data is none that anybody passes on. */
const deepest = 100;

/** A name of the top level with its value, if that is plain data and was not given to the script. */
export function plainNames(
  name: string,
  look: () => unknown,
  given: Readonly<Record<string, unknown>>,
): [name: string, value: unknown][] {
  if (name.startsWith("_")) return [];
  let value: unknown;
  try {
    value = look();
  } catch {
    // The script has ended before it was declared.
    return [];
  }
  const isGiven = Object.hasOwn(given, name) && given[name] === value;
  return !isGiven && isPlain(value, deepest) ? [[name, value]] : [];
}

function isPlain(value: unknown, left: number): boolean {
  if (value === null || typeof value === "boolean" || typeof value === "string") return true;
  if (typeof value === "number") return Number.isFinite(value);
  if (typeof value !== "object" || left === 0) return false;
  if (Array.isArray(value)) return value.every((item) => isPlain(item, left - 1));
  const prototype: unknown = Object.getPrototypeOf(value);
  return (
    (prototype === null || isObjectPrototype(prototype)) && Object.values(value).every((one) => isPlain(one, left - 1))
  );
}

/** Also of another realm. */
function isObjectPrototype(prototype: unknown): boolean {
  return Object.getPrototypeOf(prototype) === null && Object.hasOwn(prototype as object, "isPrototypeOf");
}

/** What the script has put into `result.outputs`. Times become ISO texts, maps objects, sets lists. */
export function plainOutputs(outputs: unknown): Record<string, unknown> {
  if (outputs === undefined || outputs === null) return {};
  const plain = plainOf(outputs, "result.outputs", deepest);
  if (typeof plain !== "object" || plain === null || Array.isArray(plain))
    throw new TypeError("result.outputs is no object");
  return plain as Record<string, unknown>;
}

function plainOf(value: unknown, path: string, left: number): unknown {
  if (left === 0) throw new TypeError(`${path} is nested too deeply`);
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (value instanceof Set) return plainOf([...value], path, left);
  if (value instanceof Map) return plainOf(Object.fromEntries(value), path, left);
  if (Array.isArray(value)) return value.map((item, index) => plainOf(item ?? null, `${path}[${index}]`, left - 1));
  if (typeof value === "object" && value !== null && !("toJSON" in value)) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined);
    return Object.fromEntries(members.map(([key, member]) => [key, plainOf(member, `${path}.${key}`, left - 1)]));
  }
  if (typeof value === "object" && value !== null) return JSON.parse(JSON.stringify(value)) as unknown;
  if (isPlain(value, 1)) return value;
  throw new TypeError(
    `${path} is ${typeof value === "number" ? String(value) : `a ${typeof value}`}, which is no plain data`,
  );
}
