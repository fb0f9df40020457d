/** The six fields of a pattern, and what each may hold. */

export interface Field {
  readonly name: string;
  /** The least and the greatest value. */
  readonly from: number;
  readonly to: number;
  /** Three letters each, in capitals; the first one stands for `from`. */
  readonly names?: readonly string[];
  /** Of which days it chooses: these fields have forms of their own (`?`, `L`, `W`, `#`). */
  readonly days?: "month" | "week";
}

/** Beyond these years there is nothing to compute: zones of 1970 are known well, and nobody plans for 3000. */
export const [firstYear, lastYear] = [1970, 2999];

const months = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
export const weekdays: readonly string[] = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

export const fields: readonly Field[] = [
  { name: "minute", from: 0, to: 59 },
  { name: "hour", from: 0, to: 23 },
  { name: "day of the month", from: 1, to: 31, days: "month" },
  { name: "month", from: 1, to: 12, names: months },
  { name: "day of the week", from: 0, to: 6, names: weekdays, days: "week" },
  { name: "year", from: firstYear, to: lastYear },
];
