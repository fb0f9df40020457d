import { afterAll, describe, expect, test } from "vitest";
import { bind } from "../bind.ts";
import { BashTrial, hostileValues } from "./test-bash.ts";

const trial = new BashTrial();
afterAll(() => trial.close());
const values = hostileValues(trial.trace);

/** Script, what it becomes, and what it prints for a value. */
const bound: readonly (readonly [string, string, (value: string) => string])[] = [
  // Words.
  ["printf %s ${{ x }}", 'printf %s "${SW_1}"', (v) => v],
  ["printf '<%s>' a${{ x }}b", "printf '<%s>' a\"${SW_1}\"b", (v) => `<a${v}b>`],
  ["printf %s --region=${{ x }}", 'printf %s --region="${SW_1}"', (v) => `--region=${v}`],
  ["printf %s ${{ x }}${{ x }}", 'printf %s "${SW_1}""${SW_2}"', (v) => v + v],
  ['V=${{ x }}; printf %s "$V"', 'V="${SW_1}"; printf %s "$V"', (v) => v],
  ['V=a; V+=${{ x }}; printf %s "$V"', 'V=a; V+="${SW_1}"; printf %s "$V"', (v) => `a${v}`],
  ['A=(1 ${{ x }} 3); printf %s "${A[1]}"', 'A=(1 "${SW_1}" 3); printf %s "${A[1]}"', (v) => v],
  ['A=(1\n # ${{ y }}\n ${{ x }}); printf %s "${A[1]}"', 'A=(1\n # \n "${SW_1}"); printf %s "${A[1]}"', (v) => v],
  ['declare -a A=(${{ x }}); printf %s "${A[0]}"', 'declare -a A=("${SW_1}"); printf %s "${A[0]}"', (v) => v],
  ["V=${{ x }} printenv V", 'V="${SW_1}" printenv V', (v) => `${v}\n`],
  ['export V=${{ x }}; printf %s "$V"', 'export V="${SW_1}"; printf %s "$V"', (v) => v],
  ['export "V=${{ x }}"; printf %s "$V"', 'export "V=${SW_1}"; printf %s "$V"', (v) => v],
  ["cat <<< ${{ x }}", 'cat <<< "${SW_1}"', (v) => `${v}\n`],
  [
    "read -r -d '' V <<< a${{ x }} || true; printf %s \"$V\"",
    'read -r -d \'\' V <<< a"${SW_1}" || true; printf %s "$V"',
    (v) => `a${v}`.trimEnd(),
  ],
  [
    "for v in a ${{ x }}; do printf '<%s>' \"$v\"; done",
    'for v in a "${SW_1}"; do printf \'<%s>\' "$v"; done',
    (v) => `<a><${v}>`,
  ],
  [
    "case ${{ x }} in ${{ x }}) printf same;; *) printf other; esac",
    'case "${SW_1}" in "${SW_2}") printf same;; *) printf other; esac',
    () => "same",
  ],
  [
    "case a in (a|${{ x }}) printf %s ${{ x }} ;; esac",
    'case a in (a|"${SW_1}") printf %s "${SW_2}" ;; esac',
    (v) => v,
  ],
  [
    "if [[ ${{ x }} == ${{ x }} ]]; then printf same; fi",
    'if [[ "${SW_1}" == "${SW_2}" ]]; then printf same; fi',
    () => "same",
  ],
  ["[[ a${{ x }} =~ ^a${{ x }}$ ]] && printf same", '[[ a"${SW_1}" =~ ^a"${SW_2}"$ ]] && printf same', () => "same"],
  ["[[ ab =~ ^(a|${{ x }})b$ ]] && printf same", '[[ ab =~ ^(a|"${SW_1}")b$ ]] && printf same', () => "same"],
  ["[[ a == @(a|${{ x }}) ]] && printf same", '[[ a == @(a|"${SW_1}") ]] && printf same', () => "same"],
  ["[ x${{ x }} = x${{ x }} ] && printf same", '[ x"${SW_1}" = x"${SW_2}" ] && printf same', () => "same"],
  ["f() { printf '<%s>' \"$@\"; }\nf ${{ x }} b", 'f() { printf \'<%s>\' "$@"; }\nf "${SW_1}" b', (v) => `<${v}><b>`],
  ["printf %s {a,${{ x }}} | cat", 'printf %s {a,"${SW_1}"} | cat', (v) => `a${v}`],
  ["bash -c 'printf %s \"$1\"' bash ${{ x }}", 'bash -c \'printf %s "$1"\' bash "${SW_1}"', (v) => v],
  ["awk -v 'v=a' 'BEGIN { printf v }' ${{ x }}", "awk -v 'v=a' 'BEGIN { printf v }' \"${SW_1}\"", () => "a"],
  // Quotes.
  ['printf %s "a ${{ x }} b"', 'printf %s "a ${SW_1} b"', (v) => `a ${v} b`],
  ["printf %s 'a ${{ x }} b'", "printf %s 'a '\"${SW_1}\"' b'", (v) => `a ${v} b`],
  ["printf %s '${{ x }}'", "printf %s ''\"${SW_1}\"''", (v) => v],
  ["printf %s $'a\\t${{ x }}\\t'", "printf %s $'a\\t'\"${SW_1}\"$'\\t'", (v) => `a\t${v}\t`],
  ['printf %s $"a ${{ x }}"', 'printf %s $"a ${SW_1}"', (v) => `a ${v}`],
  ['printf %s "it\'s ${{ x }}"', 'printf %s "it\'s ${SW_1}"', (v) => `it's ${v}`],
  ['printf %s "\\"${{ x }}\\""', 'printf %s "\\"${SW_1}\\""', (v) => `"${v}"`],
  ['printf %s "$(printf \'%s\' "${{ x }}.")"', 'printf %s "$(printf \'%s\' "${SW_1}.")"', (v) => `${v}.`],
  ["printf %s \"$(printf '%s' ${{ x }}.)\"", 'printf %s "$(printf \'%s\' "${SW_1}".)"', (v) => `${v}.`],
  [
    "printf %s \"$(case a in a) printf '%s' ${{ x }}.;; esac)\"",
    'printf %s "$(case a in a) printf \'%s\' "${SW_1}".;; esac)"',
    (v) => `${v}.`,
  ],
  ["cat <(printf %s '${{ x }}')", "cat <(printf %s ''\"${SW_1}\"'')", (v) => v],
  ["printf %s '${{ '''quoted }} text''' }}'", "printf %s ''\"${SW_1}\"''", (v) => v],
  // Heredocs.
  ["cat <<EOF\n${{ x }}\nEOF", "cat <<EOF\n${SW_1}\nEOF", (v) => `${v}\n`],
  [
    "cat <<'EOF'\n${{ x }} $HOME `id` \\ $(id)\nEOF",
    "cat <<EOF\n${SW_1} \\$HOME \\`id\\` \\\\ \\$(id)\nEOF",
    (v) => `${v} $HOME \`id\` \\ $(id)\n`,
  ],
  ["cat <<-'EOF'\n\ta ${{ x }}\n\tEOF", "cat <<-EOF\n\ta ${SW_1}\n\tEOF", (v) => `a ${v}\n`],
  [
    "cat <<A; cat <<'B'\n'${{ x }}'\nA\n\"${{ x }}\"\nB\nprintf %s ${{ x }}",
    'cat <<A; cat <<B\n\'${SW_1}\'\nA\n"${SW_2}"\nB\nprintf %s "${SW_3}"',
    (v) => `'${v}'\n"${v}"\n${v}`,
  ],
  ["cat <<EOF\n$(printf %s ${{ x }}.)\nEOF", 'cat <<EOF\n$(printf %s "${SW_1}".)\nEOF', (v) => `${v}.\n`],
  [
    "cat <<'EOF'\nno template\\\n$HOME\nEOF\nprintf %s ${{ x }}",
    "cat <<'EOF'\nno template\\\n$HOME\nEOF\nprintf %s \"${SW_1}\"",
    (v) => `no template\\\n$HOME\n${v}`,
  ],
  // Comments, and what only looks like them.
  ["# ${{ x }}\nprintf %s ${{ x }} # '${{ x }}", '# \nprintf %s "${SW_1}" # \'', (v) => v],
  ["# ${{ a &&\ntouch }}\nprintf ok", "# \nprintf ok", () => "ok"],
  ["printf %s a#${{ x }}", 'printf %s a#"${SW_1}"', (v) => `a#${v}`],
  // Two brackets that are no arithmetic.
  ["(( echo a); printf %s ${{ x }}) | tail -n +2", '(( echo a); printf %s "${SW_1}") | tail -n +2', (v) => v],
];

describe("bash: every place gets the value as it is, and executes nothing", () => {
  test.each(bound)("%s", (script, text, prints) => {
    const result = trial.bind(script);
    expect(result.problems).toEqual([]);
    expect(result.text).toBe(text);
    const runs = trial.runAll(result, values);
    expect(runs).toHaveLength(values.length);
    for (const [index, { stdout, stderr, executed }] of runs.entries()) {
      const value = values[index] ?? "";
      expect(executed, JSON.stringify(value)).toBe(false);
      expect(stdout).not.toContain("do-not-show");
      expect(stdout, stderr).toBe(prints(value));
    }
  });
});

const numbers: readonly (readonly [string, string, string])[] = [
  ["echo $(( ${{ x }} + 1 ))", "echo $(( ${SW_1} + 1 ))", "-6\n"],
  ['echo "$((1 -${{ x }}))"', 'echo "$((1 -${SW_1}))"', "8\n"],
  ["(( ${{ x }} < 0 )) && echo less", "(( ${SW_1} < 0 )) && echo less", "less\n"],
  [
    "for ((i = ${{ x }}; i < -5; i++)); do echo $i; done",
    "for ((i = ${SW_1}; i < -5; i++)); do echo $i; done",
    "-7\n-6\n",
  ],
  ["[[ ${{ x }} -lt 0 ]] && echo less", '[[ "${SW_1}" -lt 0 ]] && echo less', "less\n"],
  ['[[ 0 -gt "${{ x }}" ]] && echo less', '[[ 0 -gt "${SW_1}" ]] && echo less', "less\n"],
  ["echo $[ ${{ x }} * 2 ]", "echo $[ ${SW_1} * 2 ]", "-14\n"],
  ["echo $(( (${{ x }}) ** 2 ))", "echo $(( (${SW_1}) ** 2 ))", "49\n"],
];

test.each(numbers)("bash: arithmetic takes whole numbers alone: %s", (script, text, prints) => {
  const result = bind(script, "bash");
  expect(result.problems).toEqual([]);
  expect(result.text).toBe(text);
  expect(result.names).toMatchObject([{ kind: "number" }]);
  expect(trial.run(result, () => "-7").stdout).toBe(prints);
});

test("bash: a declared list alone in a word becomes several words; anywhere else it is text", () => {
  const isList = (expression: string): boolean => expression === "params.files";
  const script = "printf '<%s>' ${{ params.files }} a${{ params.files }} \"${{ params.files }}\" ${{ params.name }}";
  const result = bind(script, "bash", { isList });
  expect(result.text).toBe('printf \'<%s>\' "${SW_1[@]}" a"${SW_2}" "${SW_3}" "${SW_4}"');
  expect(result.names.map(({ kind }) => kind)).toEqual(["words", "text", "text", "text"]);
});

test("bash: a script without templates is left as it is", () => {
  const script = "echo `date` <<EOF\n$'\nEOF\n";
  expect(bind(script, "bash")).toMatchObject({ text: script, names: [], problems: [] });
});
