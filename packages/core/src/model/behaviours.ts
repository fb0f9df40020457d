/**
 * How the engine itself replays is part of every journal. Each change of it gets a number here, with its reason;
 * a run keeps the set that it began with, and the engine goes by that set for as long as the run lives.
 * There is none yet: the list begins with the first change after the first release.
 */
const behaviours = [] as const satisfies readonly { number: number; reason: string }[];

/** The set that a run begins with today, as it is stored. */
export const behavioursNow = behaviours.map((behaviour: { number: number }) => behaviour.number).join(",");
