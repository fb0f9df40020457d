/** Plays what waits for something from outside: messages, people, other systems. */
import type { Execution } from "./execution.ts";
import { earlier } from "./play-limits.ts";
import type { Program } from "./program.ts";
import type { Place, Stage } from "./stage.ts";

type Waiting = Program & { readonly is: "receive" | "ask" | "callback" };

/** @param name its own in the run */
export function playWait({ wf, telling, due: outer }: Place, program: Waiting, at: At): Promise<unknown> {
  const { name } = at;
  const options = { name, ...(program.withinMs === undefined ? {} : { timeout: program.withinMs }) };
  const due = earlier(outer, { askedAt: wf.now().getTime(), withinMs: program.withinMs ?? Infinity });
  switch (program.is) {
    case "receive":
      return telling.of(name, wf.receive(program.signal, options), due);
    case "ask":
      return telling.of(name, wf.ask({ title: name, ...options }), due);
    default: {
      const { token, promise } = wf.callback(options);
      at.stage.executions.gives(at.execution, { name, token });
      return telling.of(name, promise, due);
    }
  }
}

interface At {
  readonly name: string;
  readonly stage: Stage;
  readonly execution: Execution;
}
