/** `needs.build.outputs.tag | coalesce('latest')`. */
import type { Filter } from "../expressions/scope.ts";

export const coalesce: Filter = {
  name: "coalesce",
  arity: { least: 1, most: 255 },
  doc: "The first that is not null, of the value and the arguments; an unknown path counts as null.",
  example: { expression: "null | coalesce(null, 'latest')", result: "latest" },
  acceptsUnknown: true,
  evaluate: (value, given) => [value, ...given].find((one) => one !== null && one !== undefined) ?? null,
};
