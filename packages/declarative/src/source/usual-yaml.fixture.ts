/** Texts that are YAML, or nearly. */
import fc from "fast-check";

/** A definition with all that is usual in it. */
export const usual = `# what it does
name: Load  # everything
params: { day: date, count: { type: int, default: 10 } }
on:
- schedule:
    - cron: '*/5 * * * *'
jobs:

  # the first
  load-all:
    needs: [a, "b c", 1.5]
    if: \${{ params.day != '' }}  # not always
    stages:
      - name: Say it's done
        bash: |
          set -e

          # no comment of YAML
            ./load "$DAY"

      - echo: "100% \${{ params.day }}"
        retry: 3
        when: 2024-01-01
        flag: true

    outputs:
      text: |-
        a
         b
      nothing: ~
# the end
`;

export const piece = fc.constantFrom(
  ...[
    "- ",
    "-",
    "a: ",
    "b: ",
    "c:",
    "a-b.c: ",
    "a:\n",
    "- a: ",
    "- - ",
    "|",
    "|-",
    "|+",
    ">",
    "|2",
    "|\n",
    "\n",
    "\n\n",
  ],
  ...["x", "x y", "it's", "a:b", "a: b", "${{ a.b }}", "${{ x == 'a: b' }}", "x # y", "x#y", "#y", "# y", " ", "  "],
  ...[
    "'a'",
    "'it''s'",
    "''",
    '"a"',
    '""',
    '"a\\n"',
    "'a' # b",
    "'a'b",
    "'a': b",
    "[a, b]",
    "[a,b]",
    "[ a ]",
    "[a: b]",
    "[]",
  ],
  ...[
    "{ a: 1 }",
    "{a: 1, b: [c, { d: e }]}",
    "{ a: }",
    "{ a }",
    "{ a: 'b' } # c",
    "[a b, c/d]",
    "[a, ]",
    "{ a: b, a: c }",
  ],
  ...[
    "1",
    "01",
    "-1",
    "1.10",
    "1e3",
    "0x1f",
    "0o17",
    ".5",
    "5.",
    ".inf",
    "1_0",
    "1.2.3",
    "~",
    "null",
    "NO",
    "true",
    "TRUE",
  ],
  ...[
    "&a ",
    "*a",
    "!x ",
    "? ",
    "%",
    "@x",
    "`x`",
    "---",
    "...",
    "<<: ",
    "\t",
    "\r\n",
    "\u00a0",
    "\u2028",
    "\u{1f600}",
    "é",
  ],
);
const line = fc
  .tuple(fc.nat(5), fc.array(piece, { minLength: 1, maxLength: 3 }))
  .map(([indent, pieces]) => `${" ".repeat(indent)}${pieces.join("")}\n`);

type Written = string | readonly string[] | { readonly list: boolean; readonly of: readonly Part[] };
interface Part {
  readonly key: string;
  readonly value: Written;
  /** What stands above it: nothing, an empty line, or a comment. */
  readonly above: string;
  readonly step: number;
}

const value = fc.constantFrom(
  ...["x", "it's  ", "a:b # c", "'a' # b", "''", '"a b"', "[a, [b], 'c d']", "{ a: 1, b: { c: d } }  # e", "{a: 1}"],
  ...[
    "1",
    "01",
    "-1",
    "1.10",
    "1e3",
    "5.",
    "1.2.3",
    "~",
    "NO",
    "True",
    "${{ a.b == 'c' }}",
    "2024-01-01",
    "a #",
    "",
    " # x",
  ],
);
const block = fc.array(fc.constantFrom("a", " b", "# c", "", "d:", "- e", "  ", "é"), { minLength: 1, maxLength: 4 });
const trees = fc.letrec<{ tree: Written; part: Part }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    value,
    block,
    fc.record({ list: fc.boolean(), of: fc.array(tie("part"), { minLength: 1, maxLength: 4 }) }),
  ),
  part: fc.record({
    key: fc.constantFrom("a", "b", "c-d", "e.f", "g", "h", "true", "null"),
    value: tie("tree"),
    above: fc.constantFrom("", "", "", "", "\n", "# x\n", "\n# x: y\n", "  # z\n"),
    step: fc.constantFrom(2, 2, 2, 4, 1, 0),
  }),
}));

/** What follows a colon or a dash that is indented so far. */
function behind(tree: Written, indent: number, rest: { step: number; dash: boolean }): string {
  if (typeof tree === "string") return ` ${tree}\n`;
  const deeper = indent + rest.step;
  if (!("list" in tree))
    return ` ${rest.step > 2 ? "|-" : "|"}\n${tree.map((line) => (line === "" ? "\n" : `${" ".repeat(deeper)}${line}\n`)).join("")}`;
  if (!rest.dash) return `\n${inBlock(tree, deeper)}`;
  return ` ${inBlock(tree, indent + 2).trimStart()}`;
}

function inBlock({ list, of }: { list: boolean; of: readonly Part[] }, indent: number): string {
  const margin = " ".repeat(indent);
  return of
    .map(({ key, value: under, above, step }) => {
      const head = above.includes("#") ? above.replace(/^(?=.*#)/gm, margin) : above;
      return `${head}${margin}${list ? "-" : `${key}:`}${behind(under, indent, { step, dash: list })}`;
    })
    .join("");
}

/** Maps in all ways to write them, most of them YAML. */
export const maps = fc.array(trees.part, { minLength: 1, maxLength: 4 }).map((of) => inBlock({ list: false, of }, 0));

/** Lines, few of them YAML. */
export const anyLines = fc.array(line, { minLength: 1, maxLength: 5 }).map((all) => `a: x\n${all.join("")}`);
