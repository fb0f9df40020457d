/** Whether the templates of scripts can be bound, and what becomes of values in them: by the binders of each language. */
import type { ParamDefinition } from "../definition/param.ts";
import type { Problem, Report } from "../diagnosis/problem.ts";
import { bind } from "../scripts/bind.ts";
import type { BindOptions, ScriptProblem, Shell } from "../scripts/bound-script.ts";
import { checkPython, type PythonCheck } from "../scripts/python/check-python.ts";
import { placesIn, textOf } from "../source/locate.ts";
import type { ScalarNode } from "../source/node.ts";

/** A script, and what it needs to be bound. */
export interface ScriptSite {
  readonly node: ScalarNode;
  readonly shell: Shell;
  /** `stage "load"`: for data without places. */
  readonly where: string;
  /** Put before each script of `run`. */
  readonly prelude: ScalarNode | undefined;
  /** What `params` are in it. */
  readonly params: readonly ParamDefinition[];
  readonly report: Report;
  readonly warn: Report;
}

/** Scripts of one load. What only Python knows of its scripts is asked once, for all of them. */
export class ScriptChecks {
  readonly #python: { readonly site: ScriptSite; readonly check: PythonCheck }[] = [];
  readonly #seen = new Map<Shell, Set<ScalarNode>>();

  check(site: ScriptSite): void {
    const { node, shell, prelude } = site;
    const seen = this.#seen.get(shell) ?? new Set();
    // A template's script is met with every workflow that uses it.
    if (seen.has(node)) return;
    this.#seen.set(shell, seen.add(node));
    const script = textOf(node);
    const options: BindOptions = {
      ...placed(node),
      ...(prelude === undefined || shell === "bash" ? {} : { prelude: { text: textOf(prelude), ...placed(prelude) } }),
      isList: (expression) => typeOf(expression, site.params) === "array",
    };
    const bound = bind(script, shell, options);
    tell(site, bound);
    if (shell === "python" && bound.problems.length === 0)
      this.#python.push({ site, check: { script, bound, options } });
  }

  /** @param python its program; false: Python scripts are not looked at, and nobody is told */
  async end(python: string | false): Promise<void> {
    if (python === false) return;
    const findings = await checkPython(
      this.#python.map(({ check }) => check),
      python,
    );
    let unchecked = 0;
    for (const [index, { site }] of this.#python.entries()) {
      const found = findings[index];
      if (found === undefined) continue;
      const isUnchecked = found.warnings.some(({ code }) => code === "script-unchecked");
      // Said once: it holds for all of them.
      if (isUnchecked && unchecked++ > 0) continue;
      tell(site, found);
    }
  }
}

function tell(
  site: ScriptSite,
  found: { problems: readonly ScriptProblem[]; warnings: readonly ScriptProblem[] },
): void {
  for (const one of found.problems) site.report(located(one, site));
  for (const one of found.warnings) if (!isHarmless(one, site.params)) site.warn(located(one, site));
}

const numbers: readonly string[] = ["int", "float", "decimal"];

/** A number is no code, wherever it stands. */
function isHarmless({ expressions }: ScriptProblem, params: readonly ParamDefinition[]): boolean {
  if (expressions.length === 0) return false;
  return expressions.every((expression) => {
    const text = expression.trim();
    return text === "loop.index" || text === "attempt" || numbers.includes(typeOf(text, params) ?? "");
  });
}

/** Of an expression that is a param and nothing else. */
function typeOf(expression: string, params: readonly ParamDefinition[]): string | undefined {
  const name = /^\s*params\.([\p{L}\p{N}_-]+)\s*$/u.exec(expression)?.[1];
  return name === undefined ? undefined : params.find((param) => param.name === name)?.type;
}

function placed(node: ScalarNode): Pick<BindOptions, "placeOf"> {
  const placeOf = placesIn(node);
  return placeOf === undefined ? {} : { placeOf };
}

function located({ expressions: _, place, ...found }: ScriptProblem, { node, prelude, where }: ScriptSite): Problem {
  const source = node.source ?? prelude?.source;
  if (node.source === undefined || place === undefined || source === undefined) return { ...found, path: where };
  return { ...found, place, excerpt: source.lineText(place.line) };
}
