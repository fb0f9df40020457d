/** The questions to people that are open: `engine.approvals`. */

import { failure } from "../model/errors.ts";
import { readOptions } from "../model/read-options.ts";
import type { RawTexts } from "../model/value/raw-text.ts";
import type { AskFilter, AskRow } from "../store/port.ts";
import type { Internals } from "./internals.ts";
import { checkPage, type PageOptions } from "./list.ts";

/** Which questions; what is left out does not matter. */
export interface ApprovalFilter {
  /** Those that this person or group was asked by name. */
  readonly assignee?: string;
  readonly workflow?: string;
  /** Id of a run. */
  readonly run?: string;
}

/** A question that is open. */
export interface Approval {
  /** Id of the run that asks. */
  readonly run: string;
  readonly workflow: string;
  /** Its name in the run: what `handle.answer` takes. */
  readonly ask: string;
  readonly title: string;
  /** What there is to fill in, as the workflow gave it. */
  readonly form: unknown;
  readonly assignees: readonly string[];
  readonly askedAt: Date;
  /** When its time is over; undefined for never. */
  readonly dueAt: Date | undefined;
  /** What was wrong with the last answer; undefined where nothing was. */
  readonly problem: string | undefined;
}

/** One page of questions, in the order of asking. */
export interface ApprovalList {
  readonly items: readonly Approval[];
  /** For the next page; undefined on the last. */
  readonly next: string | undefined;
}

const known: ReadonlySet<string> = new Set(["assignee", "workflow", "run"]);

export async function approvals(
  internals: Internals,
  filter: ApprovalFilter,
  page: PageOptions,
): Promise<ApprovalList> {
  const { items, next } = await internals.store.asks(checkFilter(filter), checkPage(page, "approvals"));
  return { items: items.map((row) => approvalOf(row, internals)), next };
}

function checkFilter(filter: ApprovalFilter): AskFilter {
  const where = "approvals";
  const given = Object.entries(readOptions(filter, known, { where })).filter(([, value]) => value !== undefined);
  for (const [option, value] of given)
    if (typeof value !== "string") throw failure("invalid-option", { where, option, problem: "must be a text" });
  return Object.fromEntries(given);
}

interface Reading {
  readonly decode: (text: string) => unknown;
  readonly texts: RawTexts;
}

function approvalOf(row: AskRow, { decode, texts }: Reading): Approval {
  const { title, form } = decode(row.shown) as { title: string; form: unknown };
  return {
    run: row.run,
    workflow: row.workflow,
    ask: row.op.slice("ask~".length),
    title,
    form,
    assignees: row.assignees,
    askedAt: new Date(row.askedAt),
    dueAt: row.dueAt === undefined ? undefined : new Date(row.dueAt),
    problem: row.problem === undefined ? undefined : texts.open(row.problem),
  };
}
