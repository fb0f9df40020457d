/** What everything around the engine does with text, too: `@stepwell/core/text` loads nothing else of it. */
export { nearestName } from "./nearest-name.ts";
export { type LineCuts, OutputLines } from "./output-lines.ts";
export { readableName } from "./readable-name.ts";
