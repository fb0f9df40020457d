/** Why a template cannot be bound where it stands in JavaScript, and what to write instead. */
import type { Refusal } from "../not-bound.ts";

const variable = "put the value into a variable first: const v = ${{ … }}";

export const refusals = {
  name: {
    where: "where JavaScript wants a name",
    cure: "use a fixed name; a property is reached with brackets: object[${{ … }}]",
  },
  glued: { where: "as a part of a name or number", cure: "put it in quotes, or blanks around it" },
  type: { where: "in a type", cure: "types are gone when the script runs: write the type itself" },
  pattern: { where: "in a regular expression", cure: "build it from a text: new RegExp(RegExp.escape('${{ … }}'))" },
  source: { where: "as the name of a module", cure: `import from a fixed name; ${variable}` },
  backslash: {
    where: "after a backslash",
    cure: "take the backslash away, or write two of them: the value needs none",
  },
  target: { where: "where something is assigned or deleted", cure: variable },
} as const satisfies Record<string, Refusal>;
