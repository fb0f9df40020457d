/** The thread in which users' regular expressions, schemas and JSONata are evaluated. It may be ended at any moment. */
import { parentPort } from "node:worker_threads";
import type { Message, Question } from "./question.ts";

const port = parentPort;
if (port !== null)
  port.on("message", (question: Question) => void answer(question).then((said) => port.postMessage(said)));

async function answer(question: Question): Promise<Message> {
  try {
    const evaluate = await prepared(question);
    port?.postMessage({ begun: true } satisfies Message);
    return { answer: JSON.stringify((await evaluate()) ?? null) };
  } catch (error) {
    return { problem: problemOf(error) };
  }
}

/** With all that it needs loaded: that is none of the user's time. */
async function prepared(question: Question): Promise<() => unknown> {
  switch (question.kind) {
    case "match":
      return () => new RegExp(`^(?:${question.pattern})$`, "u").test(question.text);
    case "validate": {
      const { validatorFor, violations } = await import("./json-schema.ts");
      const schema: unknown = JSON.parse(question.schema);
      const validator = validatorFor(schema);
      return () => violations(validator, schema, JSON.parse(question.value));
    }
    case "transform": {
      const { default: jsonata } = await import("jsonata");
      return () => {
        const bindings = JSON.parse(question.bindings) as Record<string, unknown>;
        return jsonata(question.expression).evaluate(JSON.parse(question.input), bindings);
      };
    }
  }
}

/** JSONata throws objects that are no errors. */
function problemOf(error: unknown): string {
  const { message, position } = (error ?? {}) as { message?: unknown; position?: unknown };
  const text = typeof message === "string" ? message : String(error);
  return typeof position === "number" ? `${text} (at character ${position})` : text;
}
