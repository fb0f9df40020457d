import { nearestName } from "@stepwell/core/text";
import { expect, test } from "vitest";
import { commandNames } from "./command-table.ts";

const flags = [
  "--input",
  "--param",
  "--id",
  "--detach",
  "--wait",
  "--tag",
  "--priority",
  "--store",
  "--json",
  "--quiet",
];
const states = ["pending", "running", "waiting", "paused", "blocked", "completed", "failed", "cancelled", "timed_out"];

/** Fifty slips as fingers make them: a letter swapped, doubled, left out, added, or its neighbour on the keyboard. */
const slips: readonly (readonly [known: readonly string[], typed: string, meant: string])[] = [
  ...(
    "rnu run|ru run|runn run|eun run|resmue resume|resum resume|reusme resume|rseume resume|resune resume|rety retry|" +
    "retyr retry|rertry retry|cancle cancel|cancell cancel|cnacel cancel|kil kill|klil kill|kkill kill|puase pause|" +
    "pasue pause|paus pause|rnus runs|runds runs|shwo show|sohw show|shw show|lgos logs|log logs|logd logs|wtach watch|" +
    "wacth watch|watc watch|jounral journal|jurnal journal|journl journal|docter doctor|dcotor doctor|intt init|inti init"
  )
    .split("|")
    .map((pair) => [commandNames, ...pair.split(" ")] as unknown as [readonly string[], string, string]),
  [flags, "--inptu", "--input"],
  [flags, "--detatch", "--detach"],
  [flags, "--wiat", "--wait"],
  [flags, "--priorty", "--priority"],
  [flags, "--sotre", "--store"],
  [flags, "--jsno", "--json"],
  [states, "faild", "failed"],
  [states, "runing", "running"],
  [states, "canceled", "cancelled"],
  [states, "complete", "completed"],
  [states, "pedning", "pending"],
];

test("fifty slips: at least 45 are understood", () => {
  expect(slips).toHaveLength(50);
  const missed = slips.filter(([known, typed, meant]) => nearestName(typed, known) !== meant);
  expect(
    missed.map(([, typed, meant]) => `${typed} → ${meant}`).length,
    JSON.stringify(missed.map(([, typed]) => typed)),
  ).toBeLessThanOrEqual(5);
});

test("a word that was cut off is completed when it can mean only one", () => {
  expect(nearestName("jour", commandNames)).toBe("journal");
  expect(nearestName("re", commandNames)).toBe("");
});

test("what resembles nothing is not guessed at", () => {
  expect([nearestName("deploy", commandNames), nearestName("", commandNames), nearestName("x", commandNames)]).toEqual([
    "",
    "",
    "",
  ]);
});
