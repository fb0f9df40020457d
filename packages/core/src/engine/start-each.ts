/** Starts many runs, and answers each start by itself. */
import { failure } from "../model/errors.ts";
import { listOf } from "../model/list-of.ts";
import { readArgument } from "../model/read-options.ts";
import type { RunHandle } from "./handle.ts";
import type { InputAnd, StartItem, StartManyResult } from "./start-arguments.ts";
import type { StartOptions } from "./start-options.ts";

const place = { where: "startMany", option: "items" };

/** @throws invalid-option where the items cannot be gone through; what is wrong with one is its answer */
export async function startEach<I, O>(
  items: Iterable<StartItem<I>>,
  start: (...given: InputAnd<I, StartOptions>) => Promise<RunHandle<O>>,
): Promise<StartManyResult<O>[]> {
  return await Promise.all(
    listOf(items, place).map(async (item): Promise<StartManyResult<O>> => {
      try {
        const { input, ...options } = checkItem(item);
        return { handle: await start(...([input, options] as unknown as InputAnd<I, StartOptions>)) };
      } catch (error) {
        return { error };
      }
    }),
  );
}

function checkItem<I>(item: StartItem<I>): StartItem<I> {
  if (typeof readArgument(item, place) === "object" && item !== null) return item;
  throw failure("invalid-option", { ...place, problem: "must be objects: { input, …options }" });
}
