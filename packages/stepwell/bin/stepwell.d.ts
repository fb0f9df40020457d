/** Runs the command with the words in process.argv. */
export {};
