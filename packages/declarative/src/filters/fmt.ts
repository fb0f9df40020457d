/** `release.logical_date | fmt('%Y-%m-%d')`. */
import { IsoTime } from "../expressions/iso-time.ts";
import { refusal, shown } from "../expressions/refusal.ts";
import type { Filter } from "../expressions/scope.ts";
import { inZone, isZone } from "../expressions/zone.ts";
import { strftime } from "./strftime.ts";

export const fmt: Filter = {
  name: "fmt",
  arity: { least: 1, most: 2 },
  doc: "A date or time in the form that strftime's signs give; the second argument is a time zone to show it in.",
  example: {
    expression: "'2026-03-01T22:30:00Z' | fmt('%d %b %Y, %H:%M', 'Asia/Bangkok')",
    result: "02 Mar 2026, 05:30",
  },
  evaluate(value, [pattern, zone]) {
    const time = IsoTime.of(value);
    if (time === undefined) throw refusal("fmt", `${shown(value)} is not a date or time`);
    if (typeof pattern !== "string") throw refusal("fmt", `${shown(pattern)} is not a text such as '%Y-%m-%d'`);
    if (zone === undefined) return strftime(time, pattern);
    if (typeof zone !== "string" || !isZone(zone)) throw refusal("fmt", `${shown(zone)} is not a time zone`);
    if (!time.hasTime) throw refusal("fmt", `${time} is a day without a time: it is the same in every zone`);
    return strftime(inZone(time, zone), pattern);
  },
};
