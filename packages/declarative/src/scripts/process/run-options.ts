/** What a script runs with, and what comes of it. */
import type { Host, StepwellError } from "@stepwell/core";
import type { HiddenTexts } from "../../expressions/hidden-texts.ts";
import type { BoundScript } from "../bound-script.ts";
import type { ScriptLimits } from "./script-limits.ts";

/** How a program is run, whatever it is given. */
export interface RunProgramOptions {
  readonly host: Host;
  /** Of the stage; stands in messages. */
  readonly name: string;
  /** Working folder. */
  readonly folder: string;
  /** The environment of this process: the script's, too. Without BASH_ENV and STEPWELL_KEYS. */
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** What the definition asks for on top: the script's processes see it, and so may others on the machine. */
  readonly env?: Readonly<Record<string, string>>;
  readonly limits?: ScriptLimits;
  /** It is executed in a container, which has programs of its own. Default: false. */
  readonly inContainer?: boolean;
  /** Ends it after this time. */
  readonly timeoutMs?: number;
  /** Ends it. */
  readonly signal?: AbortSignal;
  /** Between SIGTERM and SIGKILL; default 1 s. */
  readonly graceMs?: number;
  /** Called before the script begins; it waits for what this returns. */
  readonly onStart?: (group: StartedGroup) => void | Promise<void>;
  /** Each line as it comes. */
  readonly onLine?: (line: OutputLine) => void;
  /** The secrets that the program may have been given. Default: none. */
  readonly hidden?: HiddenTexts;
  /** How much of each of stdout and stderr is kept, in characters; default 256 Ki. More is cut in the middle. */
  readonly keptChars?: number;
  /** How large all outputs may be, in bytes of JSON; default 1 MiB. */
  readonly outputBytes?: number;
}

export interface RunScriptOptions extends RunProgramOptions {
  /** Without problems. */
  readonly script: BoundScript;
  /** What its names stand for; may be secrets, or hold some. */
  readonly values: ReadonlyMap<string, unknown>;
  /** For Python, JavaScript and TypeScript. */
  readonly params?: unknown;
  /** The same; `attempt` is read from it by scripts. */
  readonly context?: unknown;
}

/** Identifies a process group on this machine until it is started again. */
export interface StartedGroup {
  /** Its number, which is its leader's pid. */
  readonly group: number;
  /** Of the system's last start; empty where it is not known. */
  readonly boot: string;
}

export interface OutputLine {
  readonly from: "stdout" | "stderr";
  readonly text: string;
}

export interface ScriptRun {
  readonly outputs: Readonly<Record<string, unknown>>;
  readonly stdout: string;
  readonly stderr: string;
  /** Null when a signal has ended it. */
  readonly return_code: number | null;
  /** The signal that has ended it. */
  readonly signal: string | null;
  /** Why it has failed: script-failed, script-timeout, script-stopped, outputs-invalid, script-not-started. */
  readonly error?: StepwellError;
}
