/** Where a command reads what it is given as code, or evaluates it: spans in which no template may stand. */

import type { Refusal } from "../not-bound.ts";
import { type CodeProgram, codeProgram, commandOptions } from "./code-programs.ts";
import { evaluatingBuiltins, wrappers } from "./evaluating-names.ts";
import type { Reading } from "./reading.ts";
import { refusals } from "./refusals.ts";
import type { Command, Span, Word } from "./syntax.ts";

export interface Danger {
  readonly span: Span;
  readonly refusal: Refusal;
}

/** What is dangerous in a command's words, and whether it executes its input. */
export interface CommandDangers {
  readonly dangers: Danger[];
  readonly executesInput: CodeProgram | undefined;
}

export function commandDangers(reading: Reading, command: Command): CommandDangers {
  const judge = new Judge(reading);
  judge.head(command.words);
  // A shell may be started by what we do not know as one that starts others.
  for (const [index, word] of command.words.entries()) {
    const program = index === 0 ? undefined : codeProgram(baseName(word));
    if (program !== undefined) judge.flags(program, command.words.slice(index + 1));
    if (/^-(?:exec|execdir|ok|okdir)$/.test(word.literal ?? "")) judge.head(command.words.slice(index + 1));
  }
  return { dangers: judge.dangers, executesInput: judge.executesInput };
}

function baseName(word: Word): string {
  const { literal = "" } = word;
  return literal.slice(literal.lastIndexOf("/") + 1);
}

/** Arguments by which a program reads its code from its input. */
const inputNames = new Set(["-", "-s", "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"]);

class Judge {
  readonly dangers: Danger[] = [];
  executesInput: CodeProgram | undefined;
  readonly #reading: Reading;

  constructor(reading: Reading) {
    this.#reading = reading;
  }

  /** Words of which the first is executed. */
  head(words: readonly Word[]): void {
    const [first, ...rest] = words;
    if (first === undefined) return;
    this.#add(first, refusals.commandName);
    const name = baseName(first);
    const wrapper = Object.hasOwn(wrappers, name) ? wrappers[name] : undefined;
    if (evaluatingBuiltins.has(name)) for (const word of rest) this.#add(word, refusals.code);
    else if (name === "[" || name === "test") this.#test(rest);
    else if (name === "printf" || name === "wait") this.#variableOption(rest, name === "printf" ? "-v" : "-p");
    else if (name === "make" || name === "gmake") this.#definitions(rest);
    const program = codeProgram(name);
    if (program !== undefined) this.#program(program, rest);
    else if (wrapper !== undefined) {
      this.#wrapped(name, rest);
      if (name === "xargs") this.#pasted(rest);
    }
    for (const [index, word] of rest.entries()) {
      if (!commandOptions.test(word.head)) continue;
      this.#add(word, refusals.code);
      if (word.literal?.includes("=") === false && rest[index + 1] !== undefined)
        this.#add(rest[index + 1] as Word, refusals.code);
    }
  }

  /** The options of a program whose value is code. */
  flags(program: CodeProgram, words: readonly Word[]): void {
    for (const [index, word] of words.entries()) {
      if (!word.head.startsWith("-") || !program.flags.test(word.head)) continue;
      this.#code(word, program);
      const next = words[index + 1];
      if (next !== undefined) this.#code(next, program);
    }
  }

  #program(program: CodeProgram, words: readonly Word[]): void {
    let operands = 0;
    let given = false;
    const opens = words.some(({ head }) => program.opens?.test(head) === true);
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as Word;
      if (/^[-+]./.test(word.head) && (operands === 0 || program.operand === undefined)) {
        if (program.flags.test(word.head)) {
          given = true;
          this.#code(word, program);
          const next = words[++index];
          if (next !== undefined) this.#code(next, program);
        } else if (program.valued?.test(word.literal ?? "") === true) {
          given ||= word.literal === "-f";
          index++;
        } else if (/^--(?:arg|argjson|slurpfile|rawfile)$/.test(word.literal ?? "")) index += 2;
        continue;
      }
      operands++;
      if ((program.rest === true && operands > 1) || opens) this.#code(word, program);
      else if (operands === 1 && !given) this.#operand(program, word);
    }
    const isAlone = !given && (operands === 0 || words.some(({ literal = "" }) => inputNames.has(literal)));
    if (program.input === "always" || (program.input === "alone" && isAlone)) this.executesInput = program;
  }

  /** The first argument that is no option; a value there may begin with "-", and is one then. */
  #operand(program: CodeProgram, word: Word): void {
    const isTemplate = this.#reading.templateAt(word.start) !== undefined || /^"?\$\{\{/.test(this.#raw(word));
    if (program.operand === "code") this.#code(word, program);
    else if (program.operand !== undefined && (isTemplate || /[<$]\(/.test(this.#raw(word)))) {
      const cure =
        program.operand === "file" ? "write ./ before the name of a file" : "write the name of a user and @ before it";
      this.#add(word, { where: "where it could be an option or code of the program", cure });
    }
  }

  #wrapped(name: string, words: readonly Word[]): void {
    const { valued, operands = 0 } = wrappers[name] ?? {};
    let left = operands;
    for (let index = 0; index < words.length; index++) {
      const word = words[index] as Word;
      if (name === "command" && /^-[vV]$/.test(word.literal ?? "")) return;
      if (/^-./.test(word.head)) {
        if (name === "env" && /^(?:-[a-z]*S|--split-string)/.test(word.head)) {
          for (const next of words.slice(index)) this.#add(next, refusals.code);
        }
        if (valued?.test(word.literal ?? "") === true) index++;
      } else if (left > 0) left--;
      else if (!/^(?:env|sudo|doas)$/.test(name) || !/^[A-Za-z_]\w*=/.test(word.head)) {
        this.head(words.slice(index));
        return;
      }
    }
  }

  /** `xargs -I {} sh -c '… {} …'` pastes its input into code. */
  #pasted(words: readonly Word[]): void {
    const at = words.findIndex(({ head }) => /^(?:-[a-zA-Z0-9]*[Ii]|--replace)/.test(head));
    if (at < 0) return;
    const attached = words[at]?.literal?.replace(/^(?:-[a-zA-Z0-9]*[Ii]|--replace=?)/, "") ?? "";
    const next = words[at]?.literal === "-I" ? words[at + 1]?.literal : undefined;
    const mark = attached || (next ?? "{}");
    const program = words.map((word) => codeProgram(baseName(word))).find((one) => one !== undefined);
    const isPasted = words.slice(at + 1).some((word) => /\s/.test(this.#raw(word)) && this.#raw(word).includes(mark));
    if (program !== undefined && isPasted) this.executesInput = program;
  }

  /** `test` finds out by its words which of them are operators. */
  #test(words: readonly Word[]): void {
    for (const [index, word] of words.entries()) {
      const next = words[index + 1];
      if (next === undefined) continue;
      if (/^-[vR]$/.test(word.literal ?? "")) this.#add(next, refusals.variableTest);
      const mayBeOperator = word.head === "" || word.head === "-";
      if (word.literal === undefined && mayBeOperator && next.literal === undefined) {
        this.#add({ start: word.start, end: next.end }, refusals.operator);
      }
    }
  }

  /** `printf -v NAME`: the name may have a subscript. */
  #variableOption(words: readonly Word[], option: string): void {
    for (const [index, word] of words.entries()) {
      if (word.head.startsWith(option)) this.#add(word, refusals.variableName);
      const next = words[index + 1];
      if (word.literal === option && next !== undefined) this.#add(next, refusals.variableName);
    }
  }

  /** make expands what variables hold. */
  #definitions(words: readonly Word[]): void {
    for (const word of words) if (/^[\w.-]+[:?+]?=/.test(word.head)) this.#add(word, refusals.code);
  }

  #code(word: Word, program: CodeProgram): void {
    this.#add(word, { where: refusals.code.where, cure: program.cure ?? refusals.code.cure });
  }

  #add(span: Span, refusal: Refusal): void {
    this.dangers.push({ span, refusal });
  }

  #raw(word: Word): string {
    return this.#reading.text.slice(word.start, word.end);
  }
}
