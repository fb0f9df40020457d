import { describe, expect, it } from "vitest";
import { virtualHost } from "../host/virtual.ts";
import { limits } from "../model/limits.ts";
import type { ClaimedRun, SuspectsWanted } from "../store/port.ts";
import { passMs } from "../testing/virtual-time.ts";
import { trialMs } from "./poison.ts";
import { Trials } from "./trials.ts";

// What a worker asks for, and for how long, as claims come back: T1 to T3 of trials.ts, one at a time.

const firstTrial = trialMs(limits.suspectAlone);

function newTrials() {
  const host = virtualHost();
  const owner = { active: 0, holdsSuspect: false };
  let changes = 0;
  const trials = new Trials({ host, owner, changed: () => void changes++ });
  return {
    host,
    owner,
    trials,
    /** A claim has come back, with runs of so many deaths. */
    came: (suspects: SuspectsWanted, deaths: readonly number[], heldBack = false) => {
      const claimed = deaths.map((each) => ({ row: { deaths: each } }) as ClaimedRun);
      owner.active += claimed.length;
      trials.came({ claimed, heldBack }, { suspects });
    },
    /** How often it was said since the last time that claims may be made. */
    changed: () => {
      const since = changes;
      changes = 0;
      return since;
    },
    state: () => [trials.wanted(), trials.open, trials.restless],
  };
}

const usual = (wanted: SuspectsWanted) => [wanted, true, false];
const turn = ["none", true, true];
const nobody = [undefined, false, true];

describe("usually", () => {
  it("an empty worker takes a suspect alone, a busy one waits for it, and none comes to another", () => {
    const { owner, state } = newTrials();
    expect(state()).toEqual(usual("alone"));
    owner.active = 1;
    expect(state()).toEqual(usual("wait"));
    owner.holdsSuspect = true;
    expect(state()).toEqual(usual("none"));
  });

  it.each<[SuspectsWanted, number[]]>([
    ["alone", []],
    ["alone", [limits.suspectAlone - 1]],
    ["one", [limits.suspectAlone]],
    ["none", []],
  ])("a claim for %s that brings runs of %j deaths begins no trial", (suspects, deaths) => {
    const { came, state, changed } = newTrials();
    came(suspects, deaths);
    expect([state(), changed()]).toEqual([usual(deaths.length === 0 ? "alone" : "wait"), 0]);
  });

  it("a suspect that leaves makes room", () => {
    const { trials, changed, state } = newTrials();
    trials.suspectGone();
    expect([state(), changed()]).toEqual([usual("alone"), 1]);
  });
});

describe("a trial", () => {
  it("T2 T3: takes nobody for its time, and others have as long afterwards", async () => {
    const { host, came, state, changed } = newTrials();
    came("alone", [limits.suspectAlone]);
    await passMs(host, firstTrial - 1);
    expect([state(), changed()]).toEqual([nobody, 0]);
    await passMs(host, 1);
    expect([state(), changed()]).toEqual([turn, 1]);
    await passMs(host, firstTrial - 1);
    expect([state(), changed()]).toEqual([turn, 0]);
    await passMs(host, 1);
    expect([state(), changed()]).toEqual([usual("wait"), 1]);
  });

  it("that ends sooner gives others no more than it took", async () => {
    const { host, trials, came, state, changed } = newTrials();
    await passMs(host, 3_000);
    came("alone", [limits.suspectAlone]);
    await passMs(host, 700);
    trials.suspectGone();
    expect([state(), changed()]).toEqual([turn, 1]);
    await passMs(host, 699);
    expect([state(), changed()]).toEqual([turn, 0]);
    await passMs(host, 1);
    expect([state(), changed()]).toEqual([usual("wait"), 1]);
  });

  it("whose run was taken away is over", async () => {
    const { host, owner, came, state, changed } = newTrials();
    came("alone", [limits.suspectAlone]);
    owner.active = 0;
    expect(state()).toEqual(usual("alone"));
    await passMs(host, firstTrial);
    expect([state(), changed()]).toEqual([usual("alone"), 0]);
  });

  it("is not given up for other suspects", async () => {
    const { host, trials, came, state } = newTrials();
    came("alone", [limits.suspectAlone]);
    await passMs(host, firstTrial - 1);
    trials.expect();
    came("none", [], true);
    expect(state()).toEqual(nobody);
    await passMs(host, 1);
    expect(state()).toEqual(turn);
  });
});

describe("the turn of others", () => {
  async function atTurn() {
    const all = newTrials();
    all.came("alone", [limits.suspectAlone]);
    await passMs(all.host, firstTrial);
    all.changed();
    return all;
  }

  it("ends at once where there are none and nobody executes", async () => {
    const { owner, came, state, changed } = await atTurn();
    came("none", []);
    expect([state(), changed()]).toEqual([turn, 0]);
    owner.active = -1; // What the claim brings it did not take.
    came("none", [0]);
    for (const kind of ["wait", "alone"] as const) came(kind, []);
    expect([state(), changed(), owner.active]).toEqual([turn, 0, 0]);
    came("none", []);
    expect([state(), changed()]).toEqual([usual("alone"), 1]);
  });

  it("is not cut short by a suspect that is held back", async () => {
    const { came, state } = await atTurn();
    came("wait", [0], true);
    expect(state()).toEqual(turn);
  });
});

describe("a worker that is busy when a suspect is ready", () => {
  it.each(["held back", "expected"])("T1: takes nobody, and then the suspect alone (%s)", async (how) => {
    const { host, owner, trials, came, state, changed } = newTrials();
    owner.active = 1;
    if (how === "expected") trials.expect();
    else came("wait", [], true);
    came("wait", []);
    expect([state(), changed()]).toEqual([nobody, 0]);
    owner.active = 0;
    expect(state()).toEqual(["alone", false, true]);
    came("alone", [limits.suspectAlone]);
    await passMs(host, limits.drainMs - 1);
    expect([state(), host.pendingTimers()]).toEqual([nobody, 1]);
  });

  it("T1: takes suspects beside others when it was not empty in time, until it is empty again", async () => {
    const { host, owner, trials, state, changed } = newTrials();
    owner.active = 1;
    trials.expect();
    await passMs(host, limits.drainMs - 1);
    expect([state(), changed()]).toEqual([nobody, 0]);
    await passMs(host, 1);
    expect([state(), changed()]).toEqual([usual("one"), 1]);
    trials.expect();
    expect(state()).toEqual(usual("one"));
    owner.active = 0;
    expect(state()).toEqual(usual("alone"));
    owner.active = 1;
    expect(state()).toEqual(usual("wait"));
  });

  it("goes on as usual when another worker was faster", async () => {
    const { host, owner, trials, came, state, changed } = newTrials();
    trials.expect();
    came("alone", []);
    expect([state(), changed(), host.pendingTimers()]).toEqual([usual("alone"), 0, 0]);
    owner.active = 1;
    await passMs(host, limits.drainMs);
    expect([state(), changed()]).toEqual([usual("wait"), 0]);
  });

  it("looks again at once when it has become empty meanwhile", () => {
    const { host, came, state, changed } = newTrials();
    came("wait", [], true);
    expect([state(), changed(), host.pendingTimers()]).toEqual([usual("alone"), 1, 0]);
  });

  it("that is stopped waits for nothing", () => {
    const { host, trials } = newTrials();
    trials.stop();
    trials.expect();
    trials.stop();
    expect(host.pendingTimers()).toBe(0);
  });
});
