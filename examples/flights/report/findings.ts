import { type Counted, type CountedAirport, type CountedRoute, type Facts, latestFirst } from "./facts.ts";
import { count, dayName, lateShare, meanDelay, minutes, percent } from "./figures.ts";

/** What the charts show, in sentences; nothing is said of what has no data. */
export function findings(facts: Facts): string[] {
  return [
    ofHours(facts),
    ofWeekdays(facts),
    ofDays(facts),
    ofAirports(facts),
    ofRegions(facts),
    ofRoutes(facts),
  ].filter((sentence) => sentence !== undefined);
}

type Extremes<Item> = { worst: Item; best: Item };

/** Of items that come latest first. */
function extremes<Item>(items: readonly Item[]): Extremes<Item> | undefined {
  const [worst, best] = [items[0], items.at(-1)];
  return worst && best && items.length > 1 ? { worst, best } : undefined;
}

function late({ tally }: { tally: Counted["tally"] }): string {
  return percent(lateShare(tally));
}

function ofHours({ hours }: Facts): string | undefined {
  const found = extremes(latestFirst(hours));
  if (!found) return undefined;
  const span = (hour: Counted) => `between ${hour.key}:00 and ${hour.key}:59`;
  return `**Delays pile up through the day.** Of the flights that left ${span(found.best)}, ${late(found.best)} were late; of those that left ${span(found.worst)}, ${late(found.worst)}.`;
}

function ofWeekdays({ weekdays }: Facts): string | undefined {
  const found = extremes(latestFirst(weekdays.filter(({ tally }) => tally[0] > 0)));
  if (!found) return undefined;
  const { worst, best } = found;
  return `**${worst.key}s are the worst, ${best.key}s the best:** ${late(worst)} of the flights were late on ${worst.key}s, ${late(best)} on ${best.key}s.`;
}

function ofDays({ days }: Facts): string | undefined {
  const found = extremes(latestFirst(days));
  if (!found) return undefined;
  const { worst, best } = found;
  return `**The worst day was ${dayName(worst.key, "weekday")}:** ${late(worst)} of ${count(worst.tally[0])} flights were late, with a mean delay of ${minutes(meanDelay(worst.tally))}. On the best, ${dayName(best.key, "weekday")}, it was ${late(best)}.`;
}

function ofAirports({ rankedAirports }: Facts): string | undefined {
  const found = extremes(rankedAirports);
  if (!found) return undefined;
  const name = ({ airport }: CountedAirport) => `${airport.name}, ${airport.city} (${airport.iata})`;
  return `**Least punctual of the ${count(rankedAirports.length)} larger airports:** ${name(found.worst)}, where ${late(found.worst)} of the departing flights were late. Most punctual: ${name(found.best)} with ${late(found.best)}.`;
}

function ofRegions({ regions }: Facts): string | undefined {
  const found = extremes(regions);
  if (!found) return undefined;
  return `**By region,** flights from the ${found.worst.key} were late most often (${late(found.worst)}), those from the ${found.best.key} least (${late(found.best)}).`;
}

function ofRoutes({ rankedRoutes }: Facts): string | undefined {
  const found = extremes(rankedRoutes);
  if (!found) return undefined;
  const name = ({ from, to }: CountedRoute) =>
    `${from.city || from.name} (${from.iata}) to ${to.city || to.name} (${to.iata})`;
  return `**Least punctual route:** ${name(found.worst)}: ${late(found.worst)} of ${count(found.worst.tally[0])} flights late, with a mean delay of ${minutes(meanDelay(found.worst.tally))}. Most punctual: ${name(found.best)} with ${late(found.best)}.`;
}
