/** Paths that are written out in a definition: what leads out of the workspace is seen before anything runs. */
import type { Shape, TextRule } from "./shape.ts";

const insideRule = (absolute: boolean): TextRule => ({
  called: "path in the workspace",
  problemOf: (path) => {
    if (/^[\\/]/.test(path))
      return absolute
        ? undefined
        : "is an absolute path, which is not in the workspace: give one from the job's folder";
    return leadsOut(path) ? "leads out of the workspace: give a path below the job's folder, without .." : undefined;
  },
});

/** Of a file, or files, below the job's folder. */
export const workspacePath: Shape = { kind: "text", called: "a path in the workspace", rule: insideRule(false) };

/** Where scripts work: a folder below the job's, or an absolute path, which is taken as it is. */
export const scriptFolder: Shape = { kind: "text", called: "a folder", rule: insideRule(true) };

export const scriptFolderDoc =
  "Folder of scripts, in the job's workspace, which no `..` and no link may leave; an absolute path, such as `${{ workflow.folder }}`, is taken as it is. It has to be there.";

function leadsOut(path: string): boolean {
  let depth = 0;
  for (const part of path.split(/[\\/]/)) {
    if (part === "..") depth--;
    else if (part !== "" && part !== ".") depth++;
    if (depth < 0) return true;
  }
  return false;
}
