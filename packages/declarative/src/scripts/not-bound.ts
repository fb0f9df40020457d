/** The problem of a template that stands where no value can be bound. */
import { type Complaint, complaint } from "./problem-at.ts";
import type { FoundTemplate } from "./templates.ts";

export interface Refusal {
  /** Where it stands, as it follows on "stands". */
  readonly where: string;
  /** What to write instead. */
  readonly cure: string;
}

export function notBound(
  template: Pick<FoundTemplate, "start" | "end" | "expression">,
  { where, cure }: Refusal,
): Complaint {
  const { start, end, expression } = template;
  return complaint("template-not-bound", { expression, where, cure }, { start, end, expressions: [expression] });
}
