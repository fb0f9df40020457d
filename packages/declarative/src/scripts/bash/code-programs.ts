/** Programs that read an argument, or their input, as code: a value there is not safe by being one word. */

export interface CodeProgram {
  readonly names: RegExp;
  /** Options whose value is code: behind it as a word of its own, or attached. */
  readonly flags: RegExp;
  /** Options with a value that is no code. */
  readonly valued?: RegExp;
  /** The first argument that is no option is a program: `always`, or `file` if it is the file of one. */
  readonly operand?: "code" | "file" | "destination";
  /** All that stands behind the first operand is code. */
  readonly rest?: boolean;
  /** Its input is code: always, or when there is neither an operand nor an option with code. */
  readonly input?: "always" | "alone";
  /** Options with which it opens its operands as commands, too. */
  readonly opens?: RegExp;
  /** What to write instead. */
  readonly cure?: string;
}

const environment =
  "hand the value over as a variable of the environment (V=${{ … }} before the command) and read that in the code";

const codePrograms: readonly CodeProgram[] = [
  {
    names: /^(?:ba|da|z|k|a|mk|c|tc|fi)?sh$/,
    flags: /^(?:-[a-zA-Z]*c|--command)/,
    valued: /^(?:[-+][oO]|--rcfile|--init-file)$/,
    operand: "file",
    input: "alone",
    cure: "hand the value over behind the code: bash -c 'echo \"$1\"' bash ${{ … }}",
  },
  { names: /^(?:pwsh|powershell)$/, flags: /^-(?:c|Command|e|EncodedCommand)/i, operand: "file", input: "alone" },
  {
    names: /^(?:python|pypy)[\d.]*$/,
    flags: /^-[a-zA-Z]*c/,
    valued: /^-[WX]$/,
    operand: "file",
    input: "alone",
    cure: "hand the value over behind the code, and read it from sys.argv",
  },
  {
    names: /^(?:node|nodejs|bun|deno|ts-node|tsx)$/,
    flags: /^(?:-[a-z]*[ep]|--eval|--print)/,
    valued: /^(?:-r|--require|--import)$/,
    operand: "file",
    input: "alone",
    cure: environment,
  },
  {
    names: /^perl[\d.]*$/,
    flags: /^-[a-zA-Z0-9]*[eE]/,
    opens: /^-[a-zA-Z0-9]*[np]/,
    operand: "file",
    input: "alone",
    cure: environment,
  },
  { names: /^ruby[\d.]*$/, flags: /^-[a-zA-Z]*e/, operand: "file", input: "alone", cure: environment },
  { names: /^php[\d.]*$/, flags: /^-[rBRE]/, operand: "file", input: "alone", cure: environment },
  {
    names: /^(?:lua[\d.]*|luajit|Rscript|R|julia|groovy|scala|elixir|octave|gnuplot|osascript|tclsh|expect)$/,
    flags: /^(?:-[a-zA-Z]*[eEc]|--eval)/,
    operand: "file",
    input: "alone",
  },
  { names: /^(?:gdb|erl|emacs|vim?|nvim|ex|view)$/, flags: /^(?:-ex|-iex|--eval|-eval|-c|--cmd|\+)/, input: "always" },
  {
    names: /^(?:g|m|n)?awk$/,
    flags: /^(?:-e|--source)/,
    valued: /^-[vFf]$/,
    operand: "code",
    cure: "write awk -v v=${{ … }} '… v …'",
  },
  {
    names: /^g?sed$/,
    flags: /^(?:-[a-zA-Z]*e|--expression)/,
    valued: /^-[lf]$/,
    operand: "code",
    cure: 'put the value into a variable v and use "${text//old/$v}", or awk -v',
  },
  {
    names: /^(?:jq|gojq|yq)$/,
    flags: /^$/,
    valued: /^(?:--indent|-L)$/,
    operand: "code",
    cure: "write jq --arg v ${{ … }} '… $v …'",
  },
  {
    names: /^(?:ssh|autossh|mosh)$/,
    flags: /^(?:-o|-J)/,
    valued: /^-[BbcDEeFIiLlmOpQRSWw]$/,
    operand: "destination",
    rest: true,
    input: "always",
    cure: "send the value over the input: printf '%s' ${{ … }} > file, then ssh host 'cat …' < file",
  },
  { names: /^(?:scp|sftp|rsync)$/, flags: /^(?:-[a-zA-Z]*[oeS]$|--rsh|--rsync-path)/ },
  {
    names:
      /^(?:psql|mysql|mariadb|sqlcmd|duckdb|clickhouse(?:-client)?|cqlsh|snowsql|influx|mongosh?|isql|tsql|usql|bq)$/,
    flags: /^(?:-[a-zA-Z]*[ceqQ]|--command|--execute|--query|--eval|-execute)/,
    input: "always",
    cure: "use a sql stage, where a template is a parameter, or psql's -v name=${{ … }} with :'name'",
  },
  {
    names: /^sqlite3?$/,
    flags: /^-(?:cmd|init)/,
    rest: true,
    input: "always",
    cure: "use a sql stage, where a template is a parameter",
  },
  {
    names: /^(?:su|runuser|script|flock|pkexec|machinectl)$/,
    flags: /^(?:-[a-zA-Z]*c|--command|--session-command)/,
    input: "alone",
  },
  { names: /^(?:watch|parallel|tmux|screen|sem)$/, flags: /^$/, operand: "code", rest: true },
  {
    names: /^(?:at|batch|crontab|ed|red|dc|bc|m4|ftp|lftp|telnet)$/,
    flags: /^(?:-e|-c|--expression)/,
    input: "always",
  },
];

/** Options of any program that take a command. */
export const commandOptions =
  /^--(?:eval|command|execute|exec|rsh|to-command|checkpoint-action|use-compress-program|upload-pack|receive-pack)(?:=|$)/;

/** Most words are none of them: one look tells. */
const anyName = new RegExp(codePrograms.map(({ names }) => names.source).join("|"));

export function codeProgram(name: string): CodeProgram | undefined {
  return anyName.test(name) ? codePrograms.find(({ names }) => names.test(name)) : undefined;
}
