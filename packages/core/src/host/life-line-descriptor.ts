/**
 * Where a process that the host has started finds its life-line: a pipe on which nothing is ever said, and whose
 * end is that of the process that has started it, however it came.
 */
export const lifeLineDescriptor = 4;
