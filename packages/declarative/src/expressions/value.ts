/** Kinds of values, and how GitHub Actions' language compares and coerces them. */
import { Decimal } from "./decimal.ts";
import { IsoTime } from "./iso-time.ts";

export type Kind = "null" | "boolean" | "number" | "text" | "time" | "list" | "map" | "other";

/** Of a value that is no secret. */
export function kindOf(value: unknown): Kind {
  switch (typeof value) {
    case "string":
      return "text";
    case "number":
    case "bigint":
      return "number";
    case "boolean":
      return "boolean";
    case "undefined":
      return "null";
    case "object":
      return value === null ? "null" : kindOfObject(value);
    default:
      return "other";
  }
}

function kindOfObject(value: object): Kind {
  if (Array.isArray(value)) return "list";
  if (value instanceof Map) return "map";
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return "map";
  if (value instanceof IsoTime || value instanceof Date) return "time";
  return value instanceof Decimal ? "number" : "other";
}

export function truthy(value: unknown): boolean {
  const kind = kindOf(value);
  if (kind === "number") return !(Number(value) === 0 || Number.isNaN(Number(value)));
  return kind === "boolean" ? value === true : kind === "text" ? value !== "" : kind !== "null";
}

/** Lists, maps and what is not known have no number. */
export function numberOf(value: unknown): number {
  switch (kindOf(value)) {
    case "null":
      return 0;
    case "boolean":
      return value === true ? 1 : 0;
    case "number":
    case "text":
      return Number(value);
    default:
      return Number.NaN;
  }
}

/** For comparisons: texts are equal whatever their case. The dotless i keeps its own. */
export function folded(text: string): string {
  return text.includes("ı") ? text.split("ı").map(upper).join("ı") : text.toUpperCase();
}

const upper = (text: string): string => text.toUpperCase();

/**
 * -1, 0 or 1; NaN where the two have no order. Like JavaScript's `==` and `<`, but texts have no case, and lists and
 * maps equal only themselves.
 */
export function compare(left: unknown, right: unknown): number {
  const [one, other] = [kindOf(left), kindOf(right)];
  if (one === "text" && other === "text") return order(folded(String(left)), folded(String(right)));
  if (one === "time" || other === "time") return compareTimes(left, right);
  if (one === other) {
    if (one === "null") return 0;
    if (one === "number") return compareNumbers(left, right);
    if (one === "boolean") return order(Number(left), Number(right));
    return left === right ? 0 : Number.NaN;
  }
  return order(numberOf(left), numberOf(right));
}

/** Exact where both are: decimals and big integers are not rounded first. */
function compareNumbers(left: unknown, right: unknown): number {
  if (typeof left === "number" && typeof right === "number") return order(left, right);
  const [one, other] = [Decimal.of(left), Decimal.of(right)];
  return one === undefined || other === undefined ? order(Number(left), Number(right)) : one.compare(other);
}

/** Times compare as instants, also with texts that are times. */
function compareTimes(left: unknown, right: unknown): number {
  const [one, other] = [IsoTime.of(left), IsoTime.of(right)];
  return one === undefined || other === undefined ? Number.NaN : order(one.epochMs, other.epochMs);
}

function order<T extends number | string>(left: T, right: T): number {
  if (left === right) return 0;
  return left < right ? -1 : left > right ? 1 : Number.NaN;
}

/** Lists and maps equal nothing but themselves: this is how a list is searched. */
export function equal(left: unknown, right: unknown): boolean {
  return compare(left, right) === 0;
}
