/** What a command needs of the process around it. Everything enters here, so that commands can be tried without one. */
import type { SettingsLoader } from "@stepwell/declarative/config";

export interface Environment {
  /** After the command's own name. */
  readonly args: readonly string[];
  /** Without those that are settings: only `settings` has them. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly settings: SettingsLoader;
  /** Working folder. */
  readonly folder: string;
  /** As in process.platform. */
  readonly platform: string;
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** All of standard input. */
  readInput(): Promise<string>;
  onSignal(fn: (signal: Signal) => void): { stop(): void };
  /** Ends the process at once. */
  leave(code: number): never;
}

export type Signal = "SIGINT" | "SIGTERM";

export interface OutputStream {
  readonly isTerminal: boolean;
  /** Columns and rows as of now; 80 × 24 where there is no terminal. */
  size(): { readonly columns: number; readonly rows: number };
  write(text: string): void;
  onResize(fn: () => void): { stop(): void };
  /** Hands over what others write to this stream, until it is stopped; `write` above still goes through. */
  divert(fn: (text: string) => void): { stop(): void };
  /**
   * Resolves when everything is out of this process, or nobody is there to read it.
   * @throws what kept it from being written, such as a full disk
   */
  flush(): Promise<void>;
}
