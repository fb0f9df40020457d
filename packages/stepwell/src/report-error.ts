/** Tells of an error that stopped a command, in text or JSON, and gives the exit code. */
import { messageOf, StepwellError } from "@stepwell/core";
import { DefinitionInvalid, renderProblems } from "@stepwell/declarative/diagnosis";
import type { Environment } from "./environment.ts";
import { blockIndent, printBlock } from "./error-block.ts";
import { commandFailure } from "./errors.ts";
import { exitCodeOfError } from "./exit-codes.ts";
import { type Output, outputOf } from "./output.ts";
import { problemLines } from "./problem-lines.ts";
import { firstOwnFrame, type SourcePlace, shownPath } from "./source-place.ts";
import { plainText } from "./terminal/sanitise.ts";

interface Reporting {
  readonly environment: Environment;
  readonly output: Output;
}

export function reportError(thrown: unknown, { environment, output }: Reporting): number {
  const error = asStepwellError(thrown);
  const place = placeOf(error);
  const { progress } = output;
  if (output.json) {
    progress.stream.write(`${JSON.stringify({ v: 1, error: errorJson(error) })}\n`);
  } else {
    const { code } = error;
    const cause = causeOf(error);
    const expected = code !== "unexpected-error";
    const { lines, cure } =
      error instanceof DefinitionInvalid ? problemsOf(error, output) : { lines: [], cure: error.hint };
    printBlock(
      { state: "failed", headline: headlineOf(error), code, cause, lines, place, cure },
      progress,
      environment.folder,
    );
    if (!expected && error.cause instanceof Error) progress.stream.write(`${error.cause.stack ?? ""}\n`);
  }
  if (environment.variables.GITHUB_ACTIONS === "true" && place !== undefined)
    progress.stream.write(`${annotation(error.message, place, environment.folder)}\n`);
  return exitCodeOfError(error.code);
}

/** Tells that what a command had to say did not arrive: a script that keeps it must not take that for all there is. */
export function reportUnwritten(thrown: unknown, environment: Environment): number {
  const error = commandFailure("output-not-writable", { file: "standard output", problem: messageOf(thrown) }, thrown);
  return reportError(error, {
    environment,
    output: outputOf(environment, { colour: "auto", json: false, quiet: true }),
  });
}

/** Of what has many problems the first is not said twice. */
function headlineOf(error: StepwellError): string {
  if (!(error instanceof DefinitionInvalid)) return error.message;
  return `${String(error.facts.source)} cannot be used, errors: ${error.problems.length}`;
}

/** Who reads this has no `problems` to look at, which the hint speaks of. */
function problemsOf({ problems }: DefinitionInvalid, { progress }: Output): { lines: string[]; cure: string } {
  const rendered = renderProblems(problems);
  const columns = progress.columns() - blockIndent;
  const lines = progress.stream.isTerminal ? problemLines(rendered, columns) : rendered.split("\n");
  return { lines, cure: "mend them where they stand; nothing was started" };
}

/** An error as `--json` shows it. */
export function errorJson(error: unknown): Record<string, unknown> {
  const known = error instanceof StepwellError ? error : undefined;
  const place = placeOf(error);
  const cause = error instanceof Error && error.cause !== undefined ? nameAndMessage(error.cause) : undefined;
  return {
    code: known?.code ?? "error",
    message: known?.message ?? nameAndMessage(error),
    cause,
    hint: known?.hint,
    file: place?.file,
    line: place?.line,
    column: place?.column,
    docs: known?.docs,
    ...(error instanceof DefinitionInvalid ? { problems: error.problems } : {}),
  };
}

/** `HttpError: 503 from psp`. */
export function nameAndMessage(error: unknown): string {
  if (!(error instanceof Error)) return messageOf(error);
  const message = messageOf(error);
  return message === error.name || error.name === "StepwellError" ? message : `${error.name}: ${message}`;
}

/** What GitHub Actions shows beside the line. */
export function annotation(message: string, place: SourcePlace, folder: string): string {
  const column = place.column === undefined ? "" : `,col=${place.column}`;
  const text = plainText(message).replaceAll("%", "%25");
  return `::error file=${shownPath(place.file, folder)},line=${place.line}${column}::${text}`;
}

function asStepwellError(thrown: unknown): StepwellError {
  if (thrown instanceof StepwellError) return thrown;
  return commandFailure("unexpected-error", { problem: nameAndMessage(thrown) }, thrown);
}

/** A cause is worth a line when the message does not say the same already. */
function causeOf(error: StepwellError): string {
  if (!(error.cause instanceof Error) || error.code === "module-not-loadable") return "";
  return error.message.includes(messageOf(error.cause)) ? "" : nameAndMessage(error.cause);
}

/** What the error says itself, else the user's code that the innermost cause came from. */
function placeOf(error: unknown): SourcePlace | undefined {
  if (error instanceof StepwellError) {
    const { file, line, column } = error.facts;
    if (typeof file === "string" && typeof line === "number")
      return { file, line, column: typeof column === "number" ? column : undefined, name: "" };
    if (error.code === "unexpected-error") return undefined;
  }
  return placeOfCauses(error);
}

const causesRead = 10;

/** The innermost of an error and its causes that has a frame in the user's code. */
export function placeOfCauses(error: unknown): SourcePlace | undefined {
  let found: SourcePlace | undefined;
  for (let at = error, depth = 0; at instanceof Error && depth < causesRead; at = at.cause, depth++) {
    // Our own errors are made where the engine notices; only what lies below them says more.
    if (!(at instanceof StepwellError)) found = firstOwnFrame(at) ?? found;
  }
  return found;
}
