import { expect, test } from "vitest";
import { bind } from "../bind.ts";

/** Script, and where its first template stands by the message. */
const refused: readonly (readonly [string, string])[] = [
  ["echo `echo ${{ x }}`", "inside backticks"],
  ["echo ${V:-${{ x }}}", "inside ${ … }"],
  ["echo ${V:-$(echo ${{ x }})}", "inside ${ … }"],
  ['echo "${A[${{ x }}]}"', "inside ${ … }"],
  ["A[${{ x }}]=1", "subscript"],
  ["A=([${{ x }}]=1)", "subscript"],
  ["echo \\${{ x }}", "after a backslash"],
  ['echo "\\${{ x }}"', "after a backslash"],
  ["cat <<EOF\n\\${{ x }}\nEOF", "after a backslash"],
  ["echo $'\\${{ x }}'", "after a backslash"],
  ["echo $${{ x }}", "dollar"],
  ['echo "$${{ x }}"', "dollar"],
  ["${{ x }}", "name of a command"],
  ['"${{ x }}" a', "name of a command"],
  ["a/${{ x }} b", "name of a command"],
  ["true && ${{ x }}", "name of a command"],
  ["if ${{ x }}; then :; fi", "name of a command"],
  ["V=1 ${{ x }}", "name of a command"],
  ["${{ x }}=1", "name of a command"],
  ["sudo -u root ${{ x }}", "name of a command"],
  ["timeout 5 ${{ x }}", "name of a command"],
  ["find . -exec ${{ x }} {} +", "name of a command"],
  ["xargs -n 1 ${{ x }}", "name of a command"],
  ["$(echo ${{ x }})", "name of a command"],
  ["eval ${{ x }}", "read as code"],
  ['eval "$(echo ${{ x }})"', "read as code"],
  ["let ${{ x }}", "read as code"],
  ["trap ${{ x }} EXIT", "read as code"],
  ["source ${{ x }}", "read as code"],
  [". <(echo ${{ x }})", "read as code"],
  ["unset ${{ x }}", "read as code"],
  ["read ${{ x }}", "read as code"],
  ["command eval ${{ x }}", "read as code"],
  ["mapfile ${{ x }}", "read as code"],
  ["getopts ${{ x }} v", "read as code"],
  ["alias a=${{ x }}", "read as code"],
  ["printf -v ${{ x }} a", "name of a variable"],
  ["wait -n -p ${{ x }}", "name of a variable"],
  ["test -v ${{ x }}", "operand of -v"],
  ["[ -v ${{ x }} ]", "operand of -v"],
  ["[[ -v ${{ x }} ]]", "operand of -v"],
  ["[ ${{ x }} ${{ y }} ]", "operator"],
  ['[ ${{ x }} "$a" ]', "operator"],
  ["declare ${{ x }}", "declaration"],
  ["export ${{ x }}", "declaration"],
  ["declare -i V=${{ x }}", "integer"],
  ["local -n V=${{ x }}", "integer"],
  ["declare -i V; V=${{ x }}", "integer"],
  ["declare -a V=${{ x }}", "array"],
  ["V=(1); declare V=${{ x }}", "array"],
  ["PS4=${{ x }}; set -x", "read as code"],
  ["RANDOM=${{ x }}", "read as code"],
  ['bash -c "echo ${{ x }}"', "read as code"],
  ["sudo -u a bash -lc 'echo ${{ x }}'", "read as code"],
  ["docker exec c sh -c 'echo ${{ x }}'", "read as code"],
  ["env -S ${{ x }}", "read as code"],
  ["python3 -c 'print(\"${{ x }}\")'", "read as code"],
  ["node -e 'f(\"${{ x }}\")'", "read as code"],
  ["perl -ne 'print \"${{ x }}\"' f", "read as code"],
  ["awk '/${{ x }}/' f", "read as code"],
  ["sed -i 's/a/${{ x }}/' f", "read as code"],
  ["jq '.${{ x }}' f", "read as code"],
  ["ssh host rm ${{ x }}", "read as code"],
  ["psql -c \"select '${{ x }}'\"", "read as code"],
  ["sqlite3 db \"select '${{ x }}'\"", "read as code"],
  ["find . -exec sh -c 'echo ${{ x }}' \\;", "read as code"],
  ["tar -x --to-command=${{ x }}", "read as code"],
  ["make V=${{ x }}", "read as code"],
  ["bash ${{ x }}", "option or code"],
  ["bash <(echo ${{ x }})", "option or code"],
  ["bash <<EOF\necho ${{ x }}\nEOF", "as its input"],
  ["bash /dev/stdin <<< ${{ x }}", "as its input"],
  ["echo ${{ x }} | xargs -I{} sh -c 'echo {}'", "as its input"],
  ["echo ${{ x }} | xargs -I % sh -c 'echo %'", "as its input"],
  ["GIT_SSH_COMMAND=${{ x }} git pull", "read as code"],
  ["perl -pe 's/a/b/' ${{ x }}", "read as code"],
  ["cat <<EOF | bash\necho ${{ x }}\nEOF", "as its input"],
  ["echo ${{ x }} | # and\n bash", "as its input"],
  ["bash <<< ${{ x }}", "as its input"],
  ["echo ${{ x }} | bash", "as its input"],
  ["echo ${{ x }} | { cat; bash; }", "as its input"],
  ["{ bash; } <<< ${{ x }}", "as its input"],
  ["ssh host <<EOF\n${{ x }}\nEOF", "as its input"],
  ["psql db <<EOF\nselect '${{ x }}'\nEOF", "as its input"],
  ["python3 - <<EOF\nprint('${{ x }}')\nEOF", "as its input"],
  ["for ${{ x }} in a; do :; done", "name of a variable"],
  ["${{ x }}() { :; }", "name of a variable"],
  ["function ${{ x }} { :; }", "name of a variable"],
  ["echo {1..${{ x }}}", "range of braces"],
  ["cat <<${{ x }}\na\nb", "end mark"],
  ["cat <<'E F'\n${{ x }}\nE F", "end mark is not a plain word"],
  ["echo $(( $(echo ${{ x }}) ))", "evaluated as arithmetic"],
  ["[[ $(echo ${{ x }}) -gt 5 ]]", "evaluated as arithmetic"],
  ["echo $(( '${{ x }}' ))", "arithmetic expression"],
  ["echo $((echo a); (echo ${{ x }}))", "behind (("],
];

test.each(refused)("bash refuses %s", (script, where) => {
  const { problems, text } = bind(script, "bash");
  expect(problems.map(({ message }) => message).join("\n")).toContain(where);
  expect(problems.every(({ hint }) => (hint ?? "").length > 10)).toBe(true);
  expect(text).toBe(script);
});

const notBash = [
  "echo '${{ x }}",
  'echo "${{ x }}',
  "echo $(echo ${{ x }}",
  "cat <<EOF\n${{ x }}\n",
  "echo ${{ x }} )",
  "case a in ${{ x }}",
];

test.each(notBash)("bash: where quotes and brackets do not match, nothing is bound: %s", (script) => {
  expect(bind(script, "bash").problems.map(({ code }) => code)).toContain("script-syntax");
});

test("places are those of the file, when it is known how to find them", () => {
  const placeOf = (offset: number, length: number) => ({ file: "a.yml", line: 7, column: 10 + offset, length });
  expect(bind("eval ${{ x }}", "bash", { placeOf }).problems).toMatchObject([
    { place: { file: "a.yml", line: 7, column: 15, length: 8 } },
  ]);
});

test("a problem names line, column and length of its template", () => {
  expect(bind("echo a\n  eval ${{ params.x }}\n", "bash").problems).toMatchObject([
    { code: "template-not-bound", place: { line: 2, column: 8, length: 15 }, expressions: ["params.x"] },
  ]);
});

test("a template without an end, and a name that values get, are problems", () => {
  expect(bind("echo a\necho ${{ x", "bash").problems).toMatchObject([
    { code: "expression-syntax", place: { line: 2, column: 6 } },
  ]);
  expect(bind("SW_1=a; echo ${{ x }}", "bash").problems).toMatchObject([
    { code: "name-reserved", place: { line: 1, column: 1 } },
  ]);
});

/** Binding cannot help here: the script uses its own variable as code. */
const warned = [
  "N=${{ n }}; [[ $N -gt 5 ]]",
  "N=${{ n }}; [[ N -gt 5 ]]",
  "N=${{ n }}; (( N ))",
  "N=${{ n }}; echo $(( N + 1 ))",
  "N=${{ n }}; echo ${a[$N]}",
  "N=${{ n }}; echo ${V:$N:1}",
  "N=${{ n }}; echo ${!N}",
  "N=${{ n }}; a[N]=1",
  "N=${{ n }}; declare -i x=$N",
  "N=${{ n }}; declare -i x; x=$N",
  'N=${{ n }}; printf -v "$N" a',
  'N=${{ n }}; read "$N"',
  'N=${{ n }}; test -v "$N"',
  'N=${{ n }}; eval "$N"',
  'N=${{ n }}; M="a $N"; bash -c "$M"',
  'N=${{ n }}; echo "$N" | sh',
  "N=${{ n }}; $N",
  "read -r N <<< ${{ n }}; (( N ))",
  "echo ${{ n }} | while read -r N; do (( N )); done",
  "while read -r N; do (( N )); done <<EOF\n${{ n }}\nEOF",
  "for N in ${{ n }}; do (( N )); done",
];

test.each(warned)("bash warns: %s", (script) => {
  const { problems, warnings } = bind(script, "bash");
  expect(problems).toEqual([]);
  expect(warnings.map(({ code }) => code)).toContain("value-as-code");
  expect(warnings[0]).toMatchObject({ expressions: ["n"], place: { line: 1 } });
});

test.each([
  'N=${{ n }}; [ "$N" -gt 5 ]',
  "N=${{ n }}; echo $N",
  "N=5; (( N )); echo ${{ n }}",
  "N=$(( ${{ n }} )); (( N ))",
])("bash does not warn: %s", (script) => expect(bind(script, "bash")).toMatchObject({ problems: [], warnings: [] }));
