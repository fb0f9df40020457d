import { constants } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Decimal } from "../../expressions/decimal.ts";
import { Secret } from "../../expressions/secret.ts";
import type { OutputLine } from "./run-options.ts";
import { run, testFolder } from "./test-run.ts";

test("values of every kind arrive as their text, whatever is in them", async () => {
  const values = {
    text: "a 'b' \"c\" $(id) `id` ${HOME}\n\\ *",
    map: { a: [1, "x"] },
    nothing: null,
    yes: true,
    date: new Date("2024-01-02T03:04:05Z"),
    price: Decimal.of("1.50"),
    secret: new Secret("s3cret"),
  };
  const names = Object.keys(values);
  const script = names.map((name) => `printf '<%s>' \${{ ${name} }}`).join("\n");
  const { stdout, error } = await run("bash", script, { values });
  expect(error).toBeUndefined();
  expect(stdout).toBe(`<${values.text}><{"a":[1,"x"]}><><true><2024-01-02T03:04:05.000Z><1.50><s3cret>`);
});

test("a value of a megabyte arrives whole, and is in no argument and in no environment", async () => {
  const big = "é$(id)".repeat(150_000);
  const script =
    "printf %s ${{ big }} | wc -c; tr '\\0' '\\n' < /proc/$$/environ; tr '\\0' '\\n' < /proc/$$/cmdline; export -p; sh -c env";
  const { stdout } = await run("bash", script, { values: { big: `sesame${big}` }, keptChars: 4_000_000 });
  expect(stdout).toMatch(/^1050006\n/);
  expect(stdout).toContain("STEPWELL_OUTPUT");
  expect(stdout).not.toContain("sesame");
});

test("a list that is declared as one becomes several words; an empty one none", async () => {
  const isList = () => true;
  const script = "printf '<%s>' a ${{ list }} ${{ none }} b";
  const values = { list: ["x y", "*", "$(id)"], none: [] };
  expect((await run("bash", script, { values, isList })).stdout).toBe("<a><x y><*><$(id)><b>");
});

test.each([
  [-7, "-6"],
  ["08", "9"],
  ["9223372036854775806", "9223372036854775807"],
  [12n, "13"],
])("arithmetic gets whole numbers: %s", async (n, sum) => {
  expect((await run("bash", "echo $(( ${{ n }} + 1 ))", { values: { n } })).stdout).toBe(`${sum}\n`);
});

test.each([["a[$(touch executed)]"], [1.5], [""], [null], [true], ["9223372036854775808"], [[1]]])(
  "and nothing else: %j",
  async (n) => {
    const started = run("bash", "echo $(( ${{ n }} + 1 ))", { values: { n } });
    await expect(started).rejects.toMatchObject({ code: "script-value-refused" });
  },
);

test("a NUL character is refused before the script begins", async () => {
  const started = run("bash", "touch started; echo ${{ x }}", { values: { x: "a\0b" } });
  await expect(started).rejects.toMatchObject({ code: "script-value-refused" });
});

test("outputs: name=value, several lines, later ones win; with the file's own rules", async () => {
  const script = [
    "echo a=1 >> $STEPWELL_OUTPUT",
    "echo 'b=x=y ${{ v }}' >> \"$STEPWELL_OUTPUT\"",
    "cat >> $STEPWELL_OUTPUT <<EOF\nlines<<END\none\n\ntwo=2\nEND\n__proto__=own\na=2\nEOF",
  ].join("\n");
  const { outputs, error } = await run("bash", script, { values: { v: "z" } });
  expect(error).toBeUndefined();
  expect(Object.entries(outputs)).toEqual([
    ["a", "2"],
    ["b", "x=y z"],
    ["lines", "one\n\ntwo=2"],
    ["__proto__", "own"],
  ]);
});

test.each([
  ["echo nothing >> $STEPWELL_OUTPUT"],
  ["printf 'a<<END\\nb\\n' >> $STEPWELL_OUTPUT"],
  ["echo '1a=b' >> $STEPWELL_OUTPUT"],
  ["head -c 2000000 /dev/zero >> $STEPWELL_OUTPUT"],
  ["ln -sf /etc/hostname $STEPWELL_OUTPUT"],
  ["ln -sf /dev/zero $STEPWELL_OUTPUT"],
  ["rm $STEPWELL_OUTPUT; mkfifo $STEPWELL_OUTPUT"],
  ["rm $STEPWELL_OUTPUT; mkdir $STEPWELL_OUTPUT"],
])("outputs that cannot be read fail the stage: %s", async (script) => {
  expect((await run("bash", script)).error).toMatchObject({ code: "outputs-invalid" });
});

test("lines come as they are printed; what is kept is cut in its middle", async () => {
  const lines: OutputLine[] = [];
  const script =
    "echo one; printf 'tw'; printf 'o\\r\\n'; echo bad >&2; for i in {1..2000}; do echo $i; done; printf last";
  const { stdout, stderr } = await run("bash", script, { onLine: (line) => lines.push(line), keptChars: 200 });
  expect(lines.filter(({ from }) => from === "stderr")).toEqual([{ from: "stderr", text: "bad" }]);
  const printed = lines.filter(({ from }) => from === "stdout").map(({ text }) => text);
  expect(printed.slice(0, 3)).toEqual(["one", "two", "1"]);
  expect(printed).toHaveLength(2_003);
  expect(printed.at(-1)).toBe("last");
  expect(stdout).toMatch(/^one\ntwo\r\n1\n[\s\S]*\n\[… \d+ characters left out …\]\n[\s\S]*last$/);
  expect(stdout.length).toBeLessThan(260);
  expect(stderr).toBe("bad\n");
});

test("it is strict: a failed command ends it, also in a pipeline; the log's last line says why", async () => {
  const failed = await run("bash", "echo a\nfalse | cat\necho never");
  expect(failed).toMatchObject({ stdout: "a\n", return_code: 1, error: { code: "script-failed" } });
  const unknown = await run("bash", "\n\nno-such-command");
  expect(unknown.error?.message).toBe(
    "stage has failed, exit code 127: stage: line 3: no-such-command: command not found",
  );
});

test("outputs of a failed script are kept, and no profile is read", async () => {
  const folder = testFolder();
  const inherited = { ...process.env, BASH_ENV: join(folder, "profile"), STEPWELL_KEYS: "a:b" };
  const script = "echo a=1 >> $STEPWELL_OUTPUT\necho ${BASH_ENV-none} ${STEPWELL_KEYS-none}\nexit 3";
  expect(await run("bash", script, { folder, inherited })).toMatchObject({
    outputs: { a: "1" },
    stdout: "none none\n",
    return_code: 3,
  });
});

test("a signal is a failure, with its name: of the script, and of a program in it", async () => {
  const own = await run("bash", "kill -SEGV $$");
  expect(own).toMatchObject({ return_code: null, signal: "SIGSEGV", error: { code: "script-failed" } });
  expect(own.error?.message).toContain("SIGSEGV");
  const inner = await run("bash", "sh -c 'kill -KILL $$'");
  expect(inner).toMatchObject({ return_code: 128 + constants.signals.SIGKILL });
  expect(inner.error?.message).toContain("SIGKILL");
});

test("env and the working folder are as asked; PATH may be the stage's own", async () => {
  const folder = testFolder();
  const { stdout } = await run("bash", "echo $PWD $GREETING", { folder, env: { GREETING: "hello" } });
  expect(stdout).toBe(`${folder} hello\n`);
  const missing = run("bash", "echo a", { env: { PATH: "/nowhere" } });
  await expect(missing).rejects.toMatchObject({ code: "program-missing" });
  const nowhere = await run("bash", "echo a", { folder: join(folder, "nowhere") });
  expect(nowhere).toMatchObject({ error: { code: "script-not-started" } });
});

test("an environment that is too large is told with the sizes of the largest variables, and without their values", async () => {
  const env = { BIG: "geheim".repeat(40_000), SMALL: "s".repeat(50_000) };
  const found = await run("bash", "echo hi", { env, inherited: { PATH: process.env.PATH } }).catch((error) => error);
  expect(found).toMatchObject({
    code: "environment-too-large",
    message: expect.stringMatching(/takes 290,\d+ bytes, the most of them BIG with 240,005, SMALL with 50,007$/),
    hint: expect.stringContaining("write ${{ }} in the script itself"),
  });
  expect(String(found.message)).not.toContain("geheim");
});

test("so is a NUL character in it", async () => {
  await expect(run("bash", "echo hi", { env: { KEY: "geheim\0" } })).rejects.toMatchObject({
    code: "script-not-started",
    message: expect.stringMatching(/the variable KEY of its environment holds a NUL/),
  });
});
