import { expect, test } from "vitest";
import { definitionsOf, loadText } from "../load/load.ts";
import { markdown } from "./markdown.ts";
import { cell, code, plain } from "./markdown-text.ts";
import { mermaid } from "./mermaid.ts";

const text = `name: nightly
desc: "Loads <b>orders</b> | and *reports* them"
params:
  day: { type: date, desc: "of the orders" }
  key: { type: secret, default: hush }
  n: { type: int, default: 3 }
on:
  - cron: "0 9 * * 1-5"
    timezone: Europe/Berlin
  - manual: true
jobs:
  load:
    timeout: 2 min
    stages:
      - name: 'Get "it"'
        bash: curl x
        retry: 2
  test:
    needs: load
    if: params.day == 'x"]; click job0 "javascript:alert(1)"'
    strategy: { matrix: { os: [mac, "li|nux"], n: "\${{ fromJson(needs.load.outputs.list) }}" }, include: [{ os: win }] }
    stages:
      - try:
          - echo: a
        catch:
          - echo: b
  last: { needs: [load, test], trigger-rule: all_done, continue-on-error: true, stages: [{ echo: c }] }
finally: [{ echo: bye }]
outputs: { tag: "\${{ jobs.load.outputs.tag }}" }
`;

async function load() {
  const [definition] = definitionsOf(await loadText({ file: "f.yml", text, format: "yaml" }));
  if (definition === undefined) throw new Error("no definition");
  return definition;
}

test("a diagram of jobs, what they wait for, what starts them, what comes last", async () => {
  expect(mermaid(await load())).toMatchInlineSnapshot(`
    "flowchart LR
      starts(["0 9 #42; #42; 1-5 Europe#47;Berlin<br/>manual"])
      job0["load"]
      job1[["test<br/>matrix os ×2, n #36;#123;#123; fromJson#40;needs.load.outputs.list#41; #125;#125;<br/>if params.day == #39;x#34;#93;#59; click job0 #34;javascript:alert#40;1#41;#34;#39;"]]
      job2["last"]
      last(["finally"])
      starts -.-> job0
      job0 --> job1
      job0 --> job2
      job1 --> job2
      job2 -.-> last"
  `);
});

test("a page that says everything that the definition does", async () => {
  expect(markdown(await load())).toMatchInlineSnapshot(`
    "# nightly

    Loads \\<b\\>orders\\</b\\> \\| and \\*reports\\* them

    ## Params

    | name | type | default | |
    |---|---|---|---|
    | \`day\` | date | required | of the orders |
    | \`key\` | secret | \\*\\*\\* |  |
    | \`n\` | int | \`3\` |  |

    ## Starts

    - \`0 9 * * 1-5 Europe/Berlin\`
    - \`manual\`

    ## Jobs

    \`\`\`mermaid
    flowchart LR
      starts(["0 9 #42; #42; 1-5 Europe#47;Berlin<br/>manual"])
      job0["load"]
      job1[["test<br/>matrix os ×2, n #36;#123;#123; fromJson#40;needs.load.outputs.list#41; #125;#125;<br/>if params.day == #39;x#34;#93;#59; click job0 #34;javascript:alert#40;1#41;#34;#39;"]]
      job2["last"]
      last(["finally"])
      starts -.-> job0
      job0 --> job1
      job0 --> job2
      job1 --> job2
      job2 -.-> last
    \`\`\`

    ### load

    at most \`2m 00s\`

    - \`get-it\` (bash): Get "it"; 3 attempts

    ### test

    after \`load\`; if \`params.day == 'x"]; click job0 "javascript:alert(1)"'\`

    A leg for each combination:
    - \`os\`: \`mac\`, \`li|nux\`
    - \`n\`: \`\${{ fromJson(needs.load.outputs.list) }}\`
    - with \`[{"os":"win"}]\`

    - \`try\` (try)
      - catch
        - \`echo\` (echo)
      - try
        - \`echo\` (echo)

    ### last

    after \`load\`, \`test\`; \`all_done\`; its failure does not count

    - \`echo\` (echo)

    ## At the end, whatever happens

    - \`echo\` (echo)

    ## Outputs

    - \`tag\`: \`\${{ jobs.load.outputs.tag }}\`
    "
  `);
});

test("nothing of a name is part of the diagram's language", async () => {
  const diagram = mermaid(await load());
  for (const line of diagram.split("\n").slice(1))
    expect(line).toMatch(
      /^ {2}(?:\w+(?:\[\[?|\(\[)"[\p{L}\p{N} .,:=×…#;<br/>-]*"(?:\]\]?|\]\))|\w+ -\.?->? \w+|\w+ (?:-->|-\.->) \w+)$/u,
    );
  expect(diagram).not.toContain('"]; click');
});

test("nothing of a text is part of Markdown", () => {
  expect(plain("# a\n* b")).toBe("\\# a \\* b");
  expect(plain("1. <script>x</script> [a](b) | c_d_ ~~e~~ &lt; @team")).toBe(
    "1\\. \\<script\\>x\\</script\\> \\[a\\](b) \\| c\\_d\\_ \\~\\~e\\~\\~ \\&lt; &#64;team",
  );
  expect(code("a `b` ``c`` | d\n e")).toBe("```a `b` ``c`` | d e```");
  expect(cell(`${code("a|b")} ${plain("c|d")}`)).toBe("`a\\|b` c\\|d");
  expect(code("`")).toBe("`` ` ``");
});
