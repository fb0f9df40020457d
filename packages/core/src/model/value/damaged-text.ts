/** What a store gives for a value that does not fit its checksum: no value decodes from it, and who tries says why. */
export const damagedText = "(it does not fit its checksum)";
