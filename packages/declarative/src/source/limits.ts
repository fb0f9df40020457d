/** How large a source may be. Held while reading, so that no input costs more than it says. */

export const sourceLimits = {
  /** The largest definition known, 10,000 stages with scripts, takes a fifth of it. */
  bytes: 1_000_000,
  /** Lists and maps in one another; a branch in a branch in a job takes 12. */
  depth: 64,
  /** As many as a matrix may have legs. */
  keysPerMap: 10_000,
  /** In the whole text. */
  aliases: 100,
  /** Nodes when each alias is counted as what it stands for. */
  nodes: 200_000,
  /** Of a file in which nothing is right, nobody reads more. */
  syntaxProblems: 20,
} as const;
