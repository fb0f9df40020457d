/** A word of a command that people are to copy, in quotes where a shell would read something into it. */
export function shellWord(word: string): string {
  return /^[\w./:@%+=,~#-]+$/.test(word) && !/^[~#=]/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
