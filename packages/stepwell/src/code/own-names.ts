/**
 * Lets a user's file import "stepwell" wherever it lies, and makes it this very copy: with a second copy in the
 * process, tasks would not know the run that calls them.
 */
import { registerHooks } from "node:module";

const ours = /^(?:stepwell|@stepwell\/[\w-]+)(?:\/|$)/;

let resolves = false;

/** For the whole process and for good: what a step imports when it executes is to be found as well. */
export function resolveOwnNames(): void {
  if (resolves) return;
  resolves = true;
  registerHooks({
    resolve: (specifier, context, next) =>
      ours.test(specifier) ? next(specifier, { ...context, parentURL: import.meta.url }) : next(specifier, context),
  });
}
