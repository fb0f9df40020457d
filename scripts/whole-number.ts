/** A number that a script was given. One that is none ends the script: a check of nothing would look like a success. */
export function wholeNumber(flag: string, text: string): number {
  const number = Number(text);
  if (Number.isSafeInteger(number) && number >= 1) return number;
  process.stderr.write(`${flag} "${text}" is not a whole number from 1\n`);
  process.exit(2);
}
