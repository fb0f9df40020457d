import type { Tally } from "../tally.ts";

const whole = new Intl.NumberFormat("en-US", { maximumFractionDigits: 0 });

export function count(value: number): string {
  return whole.format(value);
}

/** `percent(0.2)` is "20.0 %". */
export function percent(share: number, decimals = 1): string {
  return `${(share * 100).toFixed(decimals)} %`;
}

/** With a true minus: "−3.4 min". */
export function minutes(value: number): string {
  return `${value.toFixed(1).replace("-", "−")} min`;
}

export function lateShare([flights, , lateOver15]: Tally): number {
  return flights === 0 ? 0 : lateOver15 / flights;
}

export function meanDelay([flights, delayMinutes]: Tally): number {
  return flights === 0 ? 0 : delayMinutes / flights;
}

/** "2001-02-25" is "25 February"; `style: "weekday"` puts "Sunday, " before it. */
export function dayName(day: string, style: "plain" | "weekday" = "plain"): string {
  const weekday = style === "weekday" ? ({ weekday: "long" } as const) : {};
  return new Intl.DateTimeFormat("en-GB", { ...weekday, day: "numeric", month: "long", timeZone: "UTC" })
    .format(new Date(`${day}T00:00Z`))
    .replace(/^(\w+day) /, "$1, ");
}
