/** What `init` and `schema` write: first workflows that run as they are, and what editors complete by. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { builtInStages, jsonSchema } from "@stepwell/declarative";
import { describe, expect, test } from "vitest";
import { TestFolder } from "./test-command.ts";

describe("init", () => {
  const own = new TestFolder();
  const read = (name: string) => readFileSync(join(own.path, name), "utf8");

  test("writes two workflows that run, and leaves no trace but their store", async () => {
    const { code, stdout } = await own.run("init");
    expect({ code, stdout }).toEqual({
      code: 0,
      stdout: "wrote hello.ts and hello.yml\nnext: stepwell run hello.ts -p name=Ada\n",
    });
    for (const [file, name] of [
      ["hello.ts", "Ada"],
      ["hello.yml", "World"],
    ] as const) {
      const params = name === "World" ? [] : ["-p", `name=${name}`];
      const ended = await own.run("run", file, ...params);
      expect(ended.code).toBe(0);
      expect(JSON.parse(ended.stdout).greetings[0]).toBe(`Hello, ${name}!`);
    }
    expect(existsSync(join(own.path, ".stepwell", "stepwell.db"))).toBe(true);
    expect(read(".stepwell/.gitignore")).toBe("*\n");
    expect(await own.run("validate", "hello.yml")).toMatchObject({ code: 0, stderr: "can be run: hello-yaml\n" });
  });

  test("writes nothing when one of them is there", async () => {
    const other = new TestFolder();
    other.write("hello.yml", "mine");
    expect(await other.run("init")).toMatchObject({ code: 2, stderr: expect.stringContaining("hello.yml exists") });
    expect(existsSync(join(other.path, "hello.ts"))).toBe(false);
  });

  test("one by name; its ending says which, and its comments name it", async () => {
    const { stdout } = await own.run("init", "flows/first.yml", "--json");
    expect(JSON.parse(stdout)).toEqual({ v: 1, files: ["flows/first.yml"] });
    expect(read("flows/first.yml")).toContain("stepwell run first.yml -p name=Ada");
    expect(await own.run("init", "first.json")).toMatchObject({ code: 2, stderr: expect.stringContaining(".yml") });
  });
});

describe("schema", () => {
  const own = new TestFolder();

  test("prints the schema, and nothing else", async () => {
    const { code, stdout, stderr } = await own.run("schema");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(JSON.parse(stdout)).toEqual(JSON.parse(JSON.stringify(jsonSchema(builtInStages))));
  });

  test("writes it into a file, and says the line that names it", async () => {
    const { code, stderr } = await own.run("schema", "-o", "s.json");
    expect(code).toBe(0);
    expect(stderr).toContain("# yaml-language-server: $schema=s.json\n");
    expect(JSON.parse(readFileSync(join(own.path, "s.json"), "utf8"))).toHaveProperty("definitions.workflow");
    expect((await own.run("schema", "-o", "s.json", "--json")).stdout).toBe('{"v":1,"file":"s.json"}\n');
  });

  test("a file that cannot be written is a wrong use", async () => {
    expect(await own.run("schema", "-o", "no/such/folder.json")).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("output-not-writable"),
    });
  });
});
