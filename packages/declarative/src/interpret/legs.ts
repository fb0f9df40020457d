/** The legs of a matrix: every combination in key order, without what is excluded, with what is included. */

export type Values = Readonly<Record<string, unknown>>;

export interface Leg {
  /** `env=prod,region=eu`: stable, readable, unique in its job. */
  readonly id: string;
  readonly values: Values;
}

export interface MatrixValues {
  /** Names in order, each with its values. */
  readonly axes: readonly (readonly [name: string, values: readonly unknown[]])[];
  readonly include: readonly Values[];
  readonly exclude: readonly Values[];
}

export function legsOf({ axes, include, exclude }: MatrixValues): Leg[] {
  const combinations = crossed(axes).filter((values) => !exclude.some((out) => covers(values, out)));
  const rows = combinations.map((values) => ({ ...values }));
  const added: Record<string, unknown>[] = [];
  for (const extra of include) {
    // As GitHub: it joins each combination of which it overwrites no value of an axis, else it is one of its own.
    const own = Object.entries(extra);
    let joined = false;
    for (const [at, row] of rows.entries()) {
      const base = combinations[at] as Values;
      if (!own.every(([name, value]) => !Object.hasOwn(base, name) || same(base[name], value))) continue;
      for (const [name, value] of own) define(row, name, value);
      joined = true;
    }
    if (!joined) added.push({ ...extra });
  }
  return named([...rows, ...added]);
}

function crossed(axes: MatrixValues["axes"]): Values[] {
  if (axes.length === 0) return [];
  let found: Values[] = [{}];
  for (const [name, values] of axes) {
    found = found.flatMap((row) =>
      values.map((value) => {
        const next = { ...row };
        define(next, name, value);
        return next;
      }),
    );
  }
  return found;
}

/** Also for names such as `__proto__`. */
function define(row: Record<string, unknown>, name: string, value: unknown): void {
  Object.defineProperty(row, name, { value, enumerable: true, configurable: true, writable: true });
}

function covers(values: Values, part: Values): boolean {
  const names = Object.entries(part);
  return names.length > 0 && names.every(([name, value]) => Object.hasOwn(values, name) && same(values[name], value));
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function named(rows: readonly Values[]): Leg[] {
  const times = new Map<string, number>();
  return rows.map((values) => {
    const text = Object.entries(values)
      .map(([name, value]) => `${name}=${valueText(value)}`)
      .join(",");
    const base = text === "" ? "leg" : text;
    const n = (times.get(base) ?? 0) + 1;
    times.set(base, n);
    return { id: n === 1 ? base : `${base} (${n})`, values };
  });
}

/** A map with a name is called by it; no id grows beyond what one can read. */
function valueText(value: unknown): string {
  const text = typeof value === "object" && value !== null ? mapText(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}

function mapText(value: object): string {
  const name = (value as { name?: unknown }).name;
  return typeof name === "string" || typeof name === "number" ? String(name) : JSON.stringify(value);
}
