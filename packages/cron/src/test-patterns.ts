/** Patterns of every form, each with what it allows. */
import fc from "fast-check";
import type { Known } from "./test-oracle.ts";

type Wall = Temporal.PlainDate;
type Time = Parameters<Known["at"]>[0];
interface Part<T> {
  readonly text: string;
  readonly allows: (wall: T) => boolean;
}

const every = { text: "*", allows: () => true };

/** Numbers, lists, ranges and steps of a field. */
function numbers<T>(
  of: (wall: T) => number,
  [from, to]: readonly [number, number],
  greatest = to,
): fc.Arbitrary<Part<T>> {
  const value = fc.integer({ min: from, max: to });
  const one = value.map((a) => ({ text: `${a}`, values: [a] }));
  const range = fc.tuple(value, value, fc.integer({ min: 1, max: 4 })).map(([a, b, step]) => {
    const [low, high] = [Math.min(a, b), Math.max(a, b)];
    const values = Array.from({ length: high - low + 1 }, (_, at) => low + at);
    if (step === 1 || step >= values.length) return { text: `${low}-${high}`, values };
    return { text: `${low}-${high}/${step}`, values: values.filter((_, at) => at % step === 0) };
  });
  const steps = fc.integer({ min: 2, max: Math.floor((greatest - from) / 2) }).map((step) => {
    const all = Array.from({ length: greatest - from + 1 }, (_, at) => from + at);
    return { text: `*/${step}`, values: all.filter((_, at) => at % step === 0) };
  });
  const list = fc.array(fc.oneof(one, one, range, steps), { minLength: 1, maxLength: 3 });
  return list.map((items) => {
    const values = new Set(items.flatMap((item) => item.values));
    return { text: items.map(({ text }) => text).join(","), allows: (wall) => values.has(of(wall)) };
  });
}

const sunday = (wall: Wall): number => wall.dayOfWeek % 7;
const lastDay = (wall: Wall): boolean => wall.day === wall.daysInMonth;

/** The Monday to Friday nearest to a day, in the same month. */
function nearest(wall: Wall, day: number): boolean {
  if (day > wall.daysInMonth) return false;
  const wanted = wall.with({ day });
  const shift = { 6: day === 1 ? 2 : -1, 7: day === wall.daysInMonth ? -2 : 1 }[wanted.dayOfWeek] ?? 0;
  return wall.day === day + shift;
}

const lastWeekday = (wall: Wall): boolean =>
  wall.dayOfWeek <= 5 &&
  wall.day > wall.daysInMonth - 3 &&
  [1, 2].every((more) => {
    const later = wall.add({ days: more });
    return later.month !== wall.month || later.dayOfWeek > 5;
  });

const monthDay: fc.Arbitrary<Part<Wall>> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(every, { ...every, text: "?" }, { ...every, text: "*/1" }) },
  { weight: 3, arbitrary: numbers((wall: Wall) => wall.day, [1, 31]) },
  fc.constantFrom<Part<Wall>>({ text: "L", allows: lastDay }, { text: "LW", allows: lastWeekday }),
  fc.integer({ min: 1, max: 31 }).map((day) => ({ text: `${day}W`, allows: (wall: Wall) => nearest(wall, day) })),
);

const names = ["SUN", "mon", "Tue", "WED", "THU", "FRI", "SAT"];
const weekDay: fc.Arbitrary<Part<Wall>> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(every, { ...every, text: "?" }) },
  { weight: 2, arbitrary: numbers(sunday, [0, 6]) },
  fc.constantFrom<Part<Wall>>(
    { text: "MON-FRI", allows: (wall) => wall.dayOfWeek <= 5 },
    { text: "SAT-SUN", allows: (wall) => wall.dayOfWeek > 5 },
    { text: "5-7", allows: (wall) => wall.dayOfWeek >= 5 },
  ),
  fc.tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 1, max: 5 })).map(([day, nth]) => {
    const allows = (wall: Wall): boolean => sunday(wall) === day && Math.ceil(wall.day / 7) === nth;
    return { text: `${names[day]}#${nth}`, allows };
  }),
  fc.integer({ min: 0, max: 6 }).map((day) => {
    const allows = (wall: Wall): boolean => sunday(wall) === day && wall.day + 7 > wall.daysInMonth;
    return { text: `${names[day]}L`, allows };
  }),
);

const isEvery = ({ text }: { readonly text: string }): boolean => ["*", "?", "*/1"].includes(text);

/** Few minutes, so that gaps are met; the hours are what the rules of changed clocks are about. */
export const knownPattern: fc.Arbitrary<Known> = fc
  .record({
    minute: fc.oneof(
      numbers((time: Time) => time.minute, [0, 59]),
      fc.constant(every),
    ),
    hour: fc.oneof(
      { weight: 2, arbitrary: fc.constantFrom(every, { ...every, text: "*/1" }) },
      { weight: 3, arbitrary: numbers((time: Time) => time.hour, [0, 23]) },
      { weight: 3, arbitrary: numbers((time: Time) => time.hour, [0, 4], 23) },
    ),
    monthDay,
    month: fc.oneof(
      { weight: 4, arbitrary: fc.constant(every) },
      numbers((wall: Wall) => wall.month, [1, 12]),
    ),
    weekDay,
    year: fc.option(fc.constant({ text: "*/2", allows: (wall: Wall) => wall.year % 2 === 0 }), {
      nil: undefined,
      freq: 5,
    }),
  })
  .map(({ minute, hour, monthDay, month, weekDay, year }) => {
    const onDay = (wall: Wall): boolean =>
      isEvery(monthDay) || isEvery(weekDay)
        ? monthDay.allows(wall) && weekDay.allows(wall)
        : monthDay.allows(wall) || weekDay.allows(wall);
    const parts = [minute, hour, monthDay, month, weekDay, ...(year === undefined ? [] : [year])];
    return {
      text: parts.map(({ text }) => text).join(" "),
      elapsed: isEvery(hour),
      onDay: (wall: Wall) => month.allows(wall) && onDay(wall) && (year?.allows(wall) ?? true),
      at: (time: Time) => minute.allows(time) && hour.allows(time),
    };
  });
