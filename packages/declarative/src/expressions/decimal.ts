/** A decimal number of any precision. It is carried and compared, never rounded; expressions do not compute. */

const written = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i;
/** Longer ones are texts: reading and comparing takes time that grows with the square of the digits. */
const mostDigits = 1_000;

export class Decimal {
  /** Without a sign for zero, leading zeros or an exponent. Digits after the point are kept: `1.50`. */
  readonly text: string;

  private constructor(text: string) {
    this.text = text;
  }

  /** Of a text, a number or a big integer; undefined if it is none. */
  static of(value: unknown): Decimal | undefined {
    if (value instanceof Decimal) return value;
    if (typeof value === "bigint") return new Decimal(String(value));
    if (typeof value === "number" && Number.isFinite(value)) return Decimal.parse(String(value));
    return typeof value === "string" ? Decimal.parse(value.trim()) : undefined;
  }

  static parse(text: string): Decimal | undefined {
    if (text.length > mostDigits) return undefined;
    const [, sign = "", whole = "", fraction = "", exponent = "0"] = written.exec(text) ?? [];
    if (whole + fraction === "") return undefined;
    const digits = whole + fraction;
    const point = whole.length + Number(exponent);
    const before = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "";
    const after = point > 0 ? digits.slice(point) : "0".repeat(-point) + digits;
    const integer = before.replace(/^0+/, "") || "0";
    const isZero = /^0*$/.test(digits);
    return new Decimal(`${sign === "-" && !isZero ? "-" : ""}${integer}${after === "" ? "" : `.${after}`}`);
  }

  /** -1, 0 or 1. */
  compare(other: Decimal): number {
    const places = Math.max(this.#places(), other.#places());
    const [one, two] = [this.#scaled(places), other.#scaled(places)];
    return one < two ? -1 : one > two ? 1 : 0;
  }

  #places(): number {
    const point = this.text.indexOf(".");
    return point === -1 ? 0 : this.text.length - point - 1;
  }

  #scaled(places: number): bigint {
    return BigInt(this.text.replace(".", "") + "0".repeat(places - this.#places()));
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}
