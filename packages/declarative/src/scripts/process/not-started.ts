/** Why the system has refused to start a program: what Node throws says neither which variable it is, nor what to do. */
import { formatNumber, messageOf, type StepwellError } from "@stepwell/core";
import { declarativeFailure } from "../../errors.ts";

type Environment = Readonly<Record<string, string>>;

/** So many of the largest are named, and no small ones beside them. */
const named = 3;
const leastBytes = 4_096;

export function notStarted(stage: string, error: unknown, environment: Environment): StepwellError {
  const { code } = (typeof error === "object" && error !== null ? error : {}) as { code?: unknown };
  if (code === "E2BIG") return declarativeFailure("environment-too-large", { stage, ...sizesOf(environment) }, error);
  const [broken] = Object.entries(environment).find(([, value]) => value.includes("\0")) ?? [];
  // What Node says of it shows the value.
  if (broken !== undefined)
    return declarativeFailure("script-not-started", {
      stage,
      problem: `the variable ${broken} of its environment holds a NUL character, which no program can be given`,
    });
  return declarativeFailure("script-not-started", { stage, problem: messageOf(error) }, error);
}

/** As the system counts them: `NAME=value`, and its end. */
function sizesOf(environment: Environment): { readonly total: string; readonly largest: readonly string[] } {
  const sizes = Object.entries(environment).map(([name, value]) => ({
    name,
    bytes: Buffer.byteLength(name) + Buffer.byteLength(value) + 2,
  }));
  const total = sizes.reduce((sum, { bytes }) => sum + bytes, 0);
  const largest = sizes
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, named)
    .filter(({ bytes }, at) => at === 0 || bytes >= leastBytes);
  return {
    total: formatNumber(total),
    largest: largest.map(({ name, bytes }) => `${name} with ${formatNumber(bytes)}`),
  };
}
