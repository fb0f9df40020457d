/** Values that would leave a trace if any part of them were executed, and texts that break out of quotes. */
import type { Random } from "./random.ts";

export function hostileValue(random: Random, trace: string): string {
  const touch = `touch ${trace}`;
  const code = [
    `$(${touch})`,
    `\`${touch}\``,
    `a[$(${touch})]`,
    `a[$(${touch})]=1`,
    `x=1 a[\`${touch}\`]`,
    `$((a[$(${touch})]))`,
    `\${x:-$(${touch})}`,
    `\n${touch}\n`,
    `; ${touch} ;`,
    `| ${touch} &`,
    `\nEOF\n${touch}\n`,
    `\nEOQ\n${touch}\n`,
    `)\n${touch}\n(`,
    `;; esac; ${touch};`,
    `globalThis.trace = 1`,
    `\${globalThis.trace = 1}`,
    `{__import__('os').system('${touch}')}`,
    `__import__('os').system('${touch}')`,
    "${SECRET}",
    "$SECRET",
    "{SECRET}",
    "${{ secrets.x }}",
    "%s%d%(a)s",
    "__proto__",
    "constructor",
  ];
  const breaks = [
    "'",
    '"',
    "`",
    "\\",
    "\n",
    "'''",
    '"""',
    "*/",
    "//",
    "#",
    "}",
    "${",
    "]]",
    "))",
    " ",
    "\t",
    "*",
    "~",
    "é💥",
    "",
    "-n",
    "\u2028",
  ];
  let value = "";
  for (let left = 1 + random.below(4); left > 0; left--)
    value += random.pick(breaks) + random.pick(code) + random.pick(breaks);
  return value;
}
