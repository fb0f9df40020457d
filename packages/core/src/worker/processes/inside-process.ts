/** Tells whether this code runs in a process that executes tasks: an engine must not be opened in there. */

/** The argument of a task process. Not a variable: programs that a body starts are no task processes. */
export const taskProcessMark = "stepwell-task-process";

export function isTaskProcess(): boolean {
  return process.argv[2] === taskProcessMark;
}
