/**
 * @stepwell/declarative/diagnosis: how what is wrong with a definition is known and shown. Apart from the rest of the
 * package, so that a command that only reports loads no more.
 */
export { DefinitionInvalid } from "./definition-invalid.ts";
export { renderProblems } from "./render.ts";
