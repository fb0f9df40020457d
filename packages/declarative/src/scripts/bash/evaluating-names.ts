/** Commands and variables of bash whose arguments or values are executed or evaluated. */

/** Commands that execute another: how many operands stand before it, and which options have a value. */
export const wrappers: Readonly<Record<string, { readonly valued?: RegExp; readonly operands?: number }>> = {
  builtin: {},
  exec: { valued: /^-a$/ },
  env: { valued: /^-[uC]$/ },
  sudo: { valued: /^-[ugpCrtThUDR]$/ },
  doas: { valued: /^-[uC]$/ },
  nohup: {},
  nice: { valued: /^-n$/ },
  time: { valued: /^-[fo]$/ },
  setsid: {},
  xargs: { valued: /^-[InPLdEsa]$/ },
  stdbuf: { valued: /^-[ioe]$/ },
  ionice: { valued: /^-[cnpPu]$/ },
  strace: { valued: /^-[eopsuaEIOPSX]$/ },
  chroot: { operands: 1 },
  timeout: { valued: /^-[ks]$/, operands: 1 },
  taskset: { operands: 1 },
  chrt: { operands: 1 },
  flock: { valued: /^-[wEc]$/, operands: 1 },
  unshare: {},
  nsenter: { valued: /^-[tSG]$/ },
  busybox: {},
  command: {},
};

/** Builtins that evaluate every argument, as code, as the name of a variable, or as both. */
export const evaluatingBuiltins: ReadonlySet<string> = new Set([
  "eval",
  "let",
  "trap",
  "source",
  ".",
  "unset",
  "read",
  "mapfile",
  "readarray",
  "getopts",
  "alias",
  "compgen",
  "complete",
  "bind",
  "fc",
  "enable",
]);

export const declarations: ReadonlySet<string> = new Set(["declare", "typeset", "local", "export", "readonly"]);

/** Variables whose value bash or a program that it starts executes or evaluates. */
export const evaluatedVariables: ReadonlySet<string> = new Set([
  "PS4",
  "PROMPT_COMMAND",
  "BASH_ENV",
  "ENV",
  "RANDOM",
  "SRANDOM",
  "HISTCMD",
  "OPTIND",
  "LD_PRELOAD",
  "LD_AUDIT",
  "GIT_SSH",
  "GIT_SSH_COMMAND",
  "GIT_EXTERNAL_DIFF",
  "GIT_EDITOR",
  "EDITOR",
  "VISUAL",
  "PAGER",
  "LESSOPEN",
  "NODE_OPTIONS",
  "PERL5OPT",
  "RUBYOPT",
  "PYTHONSTARTUP",
  "JAVA_TOOL_OPTIONS",
  "MAKEFLAGS",
]);
