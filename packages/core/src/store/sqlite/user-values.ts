/** The values of users as SQLite takes them; nothing turns into NULL unless it is null. */
import type { StepwellError } from "../../model/errors.ts";

type Bindable = string | number | bigint | null | Uint8Array;

const int64 = { min: -(2n ** 63n), max: 2n ** 63n - 1n };

/** @param refuse makes the error from the end of a sentence that begins with "value 2 " */
export function bindable(value: unknown, refuse: (problem: string) => StepwellError): Bindable {
  switch (typeof value) {
    case "string":
      return value;
    case "boolean":
      return value ? 1n : 0n;
    case "number":
      if (!Number.isFinite(value)) throw refuse(`is ${value}, which SQLite does not keep`);
      // As a number SQLite takes every one for a REAL.
      return Number.isSafeInteger(value) && !Object.is(value, -0) ? BigInt(value) : value;
    case "bigint":
      if (value < int64.min || value > int64.max) throw refuse("is beyond the 64 bits of an INTEGER");
      return value;
    case "undefined":
      throw refuse("is undefined; say null where you mean NULL");
    default:
      return object(value, refuse);
  }
}

function object(value: unknown, refuse: (problem: string) => StepwellError): Bindable {
  if (value === null || value instanceof Uint8Array) return value;
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw refuse("is an invalid Date");
    return value.toISOString();
  }
  const kind = typeof value === "object" ? "an object" : `a ${typeof value}`;
  throw refuse(`is ${kind}; give text, a number, a Date or bytes, or JSON.stringify(value)`);
}

const quotedOrComment = /'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/;
const word = /[\w\u0080-\uffff][\w$\u0080-\uffff]*/;
const parameter = /(\?\d*|[:@$]\w+)/;
const token = new RegExp([quotedOrComment.source, word.source, parameter.source].join("|"), "g");

/**
 * What is wrong with the places for values of a statement: SQLite would keep NULL for a place without a value.
 * @returns the end of a sentence, or undefined
 */
export function placesProblem(sql: string, values: number): string | undefined {
  const places = [...sql.matchAll(token)].map(([, place]) => place).filter((place) => place !== undefined);
  const named = places.find((place) => place !== "?");
  if (named !== undefined) return `${named} is a named or numbered place; values are given in order`;
  if (places.length === values) return undefined;
  return `the statement has ${places.length} places for ${values} values (none inside of quotes)`;
}
