/** Finding one's way through masked code: which bracket closes which, and where types and lists end. */

/** The offset of each opening round, square or curly bracket → that of its closing one. */
export type Brackets = ReadonlyMap<number, number>;

export function bracketsOf(code: string): Brackets {
  const pairs = new Map<number, number>();
  const open: number[] = [];
  for (let at = 0; at < code.length; at++) {
    const char = code.charAt(at);
    if ("([{".includes(char)) open.push(at);
    else if (")]}".includes(char)) {
      const start = open.pop();
      if (start !== undefined) pairs.set(start, at);
    }
  }
  return pairs;
}

export function skipSpace(code: string, from: number): number {
  let at = from;
  while (at < code.length && /\s/.test(code.charAt(at))) at++;
  return at;
}

/** The offset before `from` of the last character that is no space, or -1. */
export function lastBefore(code: string, from: number): number {
  let at = from - 1;
  while (at >= 0 && /\s/.test(code.charAt(at))) at--;
  return at;
}

/** The "<" that opens the angle brackets whose ">" is at `close`, or undefined. */
export function angleStart(code: string, close: number): number | undefined {
  let depth = 0;
  for (let at = close; at >= 0 && !/[;]/.test(code.charAt(at)); at--) {
    if (code[at] === ">" && code[at - 1] !== "=") depth++;
    if (code[at] === "<" && --depth === 0) return at;
  }
  return undefined;
}

/** True at a "<" or ">" that belongs to type arguments: a name before it, and no arrow. */
function isAngle(code: string, at: number): boolean {
  return code[at] === "<" ? /[\w$]/.test(code[at - 1] ?? "") : code[at] === ">" && code[at - 1] !== "=";
}

const operators = /^(?:is|asserts|keyof|typeof|readonly|infer|extends|unique|new|in|abstract)$/;

/** Where the type that starts at `from` ends: at a body, an arrow, or whatever cannot go on a type. */
export function typeEnd(code: string, from: number, brackets: Brackets): number {
  /** True where a type must begin, so that "{" opens a type and not a body. */
  let expected = true;
  let angles = 0;
  let at = from;
  while (at < code.length) {
    const start = skipSpace(code, at);
    const word = /^[\w$#.]+/.exec(code.slice(start, start + 80))?.[0];
    const char = code.charAt(start);
    const isArrow = code.startsWith("=>", start);
    at = start + (word?.length ?? (isArrow ? 2 : 1));
    if (word !== undefined) expected = operators.test(word);
    else if (char === "{" && !expected) return start;
    else if ("([{".includes(char)) {
      at = (brackets.get(start) ?? code.length) + 1;
      const isFunctionType: boolean = char === "(" && expected && code.startsWith("=>", skipSpace(code, at));
      if (isFunctionType) at = skipSpace(code, at) + 2;
      expected = isFunctionType;
    } else if (char === '"' || char === "`") {
      at = code.indexOf(char, start + 1) + 1 || code.length;
      expected = false;
    } else if (isArrow && angles > 0) expected = true;
    else if (char === "<") {
      angles++;
      expected = true;
    } else if (char === ">" && angles > 0) {
      angles--;
      expected = false;
    } else if ("|&?:".includes(char) || (char === "," && angles > 0)) expected = true;
    else return start;
  }
  return at;
}

/** The parts of a bracketed list, split at its own commas; an empty list has none. */
export function listParts(code: string, open: number, brackets: Brackets): string[] {
  const close = brackets.get(open) ?? code.length;
  const cuts: number[] = [open];
  let angles = 0;
  for (let at = open + 1; at < close; at++) {
    const char = code.charAt(at);
    if ("([{".includes(char)) at = brackets.get(at) ?? close;
    else if (isAngle(code, at)) angles = Math.max(0, angles + (char === "<" ? 1 : -1));
    else if (char === "," && angles === 0) cuts.push(at);
  }
  return cuts.map((cut, i) => code.slice(cut + 1, cuts[i + 1] ?? close)).filter((part) => part.trim() !== "");
}
