/** What is wrong with scripts, as their templates are bound and as they run. */
import type { CatalogueEntry } from "@stepwell/core";

export const scriptsErrors = {
  "template-not-bound": {
    message: (f: { expression: string; where: string; cure: string }) =>
      `\${{ ${f.expression} }} stands ${f.where}: its value cannot be bound there`,
    hint: (f: { cure: string }) => f.cure,
  },
  "name-reserved": {
    message: (f: { name: string }) => `${f.name} is a name that the values of templates get`,
    hint: "use another name: SW_ with a number behind it is reserved",
  },
  "script-syntax": {
    message: (f: { language: string; problem: string }) => `the script is not valid ${f.language}: ${f.problem}`,
    hint: "correct the script: templates can be bound only where its brackets and quotes match",
  },
  "value-as-code": {
    message: (f: { language: string; what: string; expressions: string }) =>
      `${f.language} takes ${f.what} for code here, and it may hold a value of ${f.expressions}`,
    hint: "give the param the type int, or check the value before it is used: binding protects the template, not what the script does with it",
  },
} as const satisfies Record<string, CatalogueEntry>;
