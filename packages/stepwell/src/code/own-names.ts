/**
 * Lets a user's file import "stepwell" wherever it lies, and makes it this very copy: with a second copy in the
 * process, tasks would not know the run that calls them.
 */
import { registerHooks } from "node:module";

const ours = /^(?:stepwell|@stepwell\/[\w-]+)(?:\/|$)/;

/** For the whole process, until it is stopped. Modules that were loaded meanwhile keep what they got. */
export function resolveOwnNames(): { stop(): void } {
  const hooks = registerHooks({
    resolve: (specifier, context, next) =>
      ours.test(specifier) ? next(specifier, { ...context, parentURL: import.meta.url }) : next(specifier, context),
  });
  return { stop: () => hooks.deregister() };
}
