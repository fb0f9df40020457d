/** The command in a terminal of a given size; python's pty module is the terminal. */
import { spawn, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const bin = fileURLToPath(new URL("../bin/stepwell.js", import.meta.url));

/** Runs a command in a terminal, presses Ctrl-C when a text has appeared, makes a file once that was noticed. */
const program = `
import fcntl, os, pty, struct, sys, termios
columns, rows, marker = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].encode()
made = sys.argv[4]
pid, terminal = pty.fork()
if pid == 0:
    os.execvp(sys.argv[5], sys.argv[5:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
seen = b""
while True:
    try:
        data = os.read(terminal, 65536)
    except OSError:
        break
    if not data:
        break
    seen += data
    if marker and marker in seen:
        marker = b""
        os.write(terminal, b"\\x03")
    if made and b"saving:" in seen:
        open(made, "w").close()
        made = ""
os.write(1, seen)
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`;

export const hasPython = spawnSync("python3", ["-c", "import pty"]).status === 0;

export interface PtyOptions {
  readonly folder: string;
  readonly columns: number;
  readonly rows?: number;
  /** Ctrl-C is pressed once this was written; "" for never. */
  readonly interruptAt?: string;
  /** A file that is made when the command says that it is saving; "" for none. */
  readonly makeWhenSaving?: string;
  readonly variables?: Readonly<Record<string, string>>;
}

export async function runInTerminal(
  words: readonly string[],
  options: PtyOptions,
): Promise<{ code: number | null; output: string }> {
  const { folder, columns, rows = 24, interruptAt = "", makeWhenSaving = "", variables } = options;
  const env = { PATH: process.env.PATH ?? "", HOME: folder, TERM: "xterm-256color", LANG: "C.UTF-8", ...variables };
  const args = [
    "-c",
    program,
    String(columns),
    String(rows),
    interruptAt,
    makeWhenSaving,
    process.execPath,
    bin,
    ...words,
  ];
  const child = spawn("python3", args, { cwd: folder, env });
  const chunks: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => chunks.push(chunk));
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, output: Buffer.concat(chunks).toString() };
}
