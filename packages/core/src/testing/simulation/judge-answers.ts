/** Answers and callbacks: what was acknowledged is what the run has received, once, and in time (invariants 1, 9, 10). */
import type { Entry } from "../../model/entry.ts";
import { ownName, textIn } from "./known-run.ts";
import type { Answered, People } from "./people.ts";
import { natureOf } from "./plan.ts";
import { type Program, partsOf } from "./program.ts";
import type { World } from "./world.ts";

export function judgeAnswers(world: World, { answers }: People): void {
  const { offences } = world;
  const byPayload = new Map(answers.map((answered) => [JSON.stringify(answered.payload), answered]));
  const taken = new Map<string, string>();
  for (const run of world.ledger.runs.values())
    for (const { kind, op, value = "" } of run.entries.slice(run.copied)) {
      if (kind !== "answer" && kind !== "callback") continue;
      const text = textIn(value);
      const answered = byPayload.get(text);
      if (answered === undefined || answered.id !== run.id || answered.name !== nameIn(answered, op))
        offences.add(`${run.id} has received ${text} for ${op}, and nobody has given it`);
      const before = taken.get(text);
      if (before !== undefined && (run.generation === 1 || before !== run.id))
        offences.add(`${text} was received by ${before} and by ${run.id}`);
      taken.set(text, run.id);
    }
  for (const answered of answers) if (answered.acknowledged) judgeOne(world, answered, { taken, answers });
}

interface Judged {
  readonly taken: ReadonlyMap<string, string>;
  readonly answers: readonly Answered[];
}

function judgeOne(world: World, answered: Answered, { taken, answers }: Judged): void {
  const { ledger, offences, plan } = world;
  const { id, name, kind, payload } = answered;
  if (name === "forged") offences.add(`a callback of ${id} was completed with a token that nobody has given out`);
  const later = ledger.find(id, 2);
  const run = ledger.find(id, 1);
  // A generation that begins with an earlier one's journal may ask again.
  if (run === undefined || later !== undefined || taken.has(JSON.stringify(payload))) return;
  // Another one may have begun under its id.
  if (ledger.ids.hasGone(id)) return;
  const others = answers.filter((other) => other.id === id && other.name === name && other.kind === kind);
  if (others.some((other) => other !== answered && other.acknowledged))
    offences.add(`${kind} ${name} of ${id} was acknowledged twice`);
  const entries = run.entries.filter(({ op }) => name === nameIn(answered, op));
  const program = plan.flows.find((flow) => flow.name === run.workflow)?.program;
  const waitsForIt = program !== undefined && isWaitedFor(program, ownName(name));
  if (natureOf(plan).steady && entries.some(isTimer))
    offences.add(`${payload} for ${name} of ${id} came in time and was acknowledged, and its time was over first`);
  else if (run.status === "completed" && waitsForIt && !entries.some(isTimer))
    offences.add(`${payload} for ${name} of ${id} was acknowledged, and it has not received it`);
}

function isTimer({ kind }: Entry): boolean {
  return kind === "timer";
}

/** What the asker calls it: of a question the operation without its kind, of a callback its own name alone. */
function nameIn({ kind }: Answered, op: string): string | undefined {
  if (kind === "callback") return op.includes("callback~") ? ownName(op) : undefined;
  return op.startsWith("ask~") ? op.slice("ask~".length) : undefined;
}

/** The code waits for it until it comes: nothing beside it may end that earlier. */
function isWaitedFor(program: Program, name: string): boolean {
  if (["race", "cut", "all", "map", "within"].includes(program.is)) return false;
  if ((program.is === "ask" || program.is === "callback") && program.name === name) return true;
  return partsOf(program).some((part) => isWaitedFor(part, name));
}
