/** Generated expressions of JavaScript and Python around templates, with what they come to. */
import type { Random } from "./random.ts";

export interface Expression {
  readonly text: string;
  readonly is: unknown;
}

/** Collects the values of templates by expression. */
export class Templates {
  readonly values: Record<string, string> = {};
  readonly #value: () => string;
  #names = 0;

  constructor(value: () => string) {
    this.#value = value;
  }

  next(): { text: string; value: string } {
    const [name, value] = [`x${++this.#names}`, this.#value()];
    this.values[name] = value;
    return { text: `\${{ ${name} }}`, value };
  }
}

const plain = ["a", " ", ".", "é", "-", "1"];

export function javaScript(random: Random, templates: Templates, depth: number): Expression {
  const inner = (): Expression => javaScript(random, templates, depth - 1);
  const quoted = (quote: string, odd: readonly (readonly [string, string])[]): Expression => {
    const [a, b] = [templates.next(), templates.next()];
    const [text, is] = random.pick(odd);
    const letter = random.pick(plain);
    return { text: `${quote}${letter}${a.text}${text}${b.text}${quote}`, is: letter + a.value + is + b.value };
  };
  const { text, value } = templates.next();
  switch (random.below(depth > 0 ? 12 : 4)) {
    case 0:
      return { text, is: value };
    case 1:
      return quoted("'", [
        ["\\'", "'"],
        ["\\\\", "\\"],
        ['"', '"'],
        ["\\n", "\n"],
        ["`", "`"],
        ["//", "//"],
      ]);
    case 2:
      return quoted('"', [
        ['\\"', '"'],
        ["'", "'"],
        ["\\x41", "A"],
        ["/*", "/*"],
        ["\\\n", ""],
      ]);
    case 3:
      return quoted("`", [
        ["'", "'"],
        ["\\`", "`"],
        ["${1 + 1}", "2"],
        ["\n", "\n"],
        ["\\${", "${"],
      ]);
    case 4: {
      const { text: expression, is } = inner();
      return { text: `\`${text}\${ ${expression} }\``, is: `${value}${is}` };
    }
    case 5: {
      const [a, b] = [inner(), inner()];
      return { text: `[${a.text}, ${b.text}].join('')`, is: `${a.is}${b.is}` };
    }
    case 6:
      return { text: `Object.keys({ 'k${text}': 1 })[0]`, is: `k${value}` };
    case 7: {
      const { text: expression, is } = inner();
      return { text: `(/* ${text} ' */ ${expression} // ${random.pick(["'", "`", '"'])}\n)`, is };
    }
    case 8: {
      const { text: expression, is } = inner();
      return { text: `((a = ${expression}) => { '${text}'\n;return a })()`, is };
    }
    case 9: {
      const { text: expression, is } = inner();
      return { text: `(${text} === '${text}' ? ${expression} : ['BAD', /'/].join())`, is };
    }
    case 10: {
      const { text: expression, is } = inner();
      return { text: `new Map([[${text}, ${expression}]]).get([...new Set([${text}])][0])`, is };
    }
    default: {
      const { text: expression, is } = inner();
      return { text: `(() => { const o = { a: ${expression} }\nreturn o.a })()`, is };
    }
  }
}

export function python(random: Random, templates: Templates, depth: number): Expression {
  const inner = (): Expression => python(random, templates, depth - 1);
  const quoted = (open: string, close: string, odd: readonly (readonly [string, string])[]): Expression => {
    const [a, b] = [templates.next(), templates.next()];
    const [text, is] = random.pick(odd);
    const letter = random.pick(plain);
    return { text: `${open}${letter}${a.text}${text}${b.text}.${close}`, is: `${letter}${a.value}${is}${b.value}.` };
  };
  const { text, value } = templates.next();
  switch (random.below(depth > 0 ? 12 : 7)) {
    case 0:
      return { text, is: value };
    case 1:
      return quoted("'", "'", [
        ["\\'", "'"],
        ["\\\\", "\\"],
        ['"', '"'],
        ["#", "#"],
        ["{}", "{}"],
        ["%s", "%s"],
      ]);
    case 2:
      return quoted('"""', '"""', [
        ["\n", "\n"],
        ["'", "'"],
        ['"x', '"x'],
        ["\\x41", "A"],
      ]);
    case 3:
      return quoted("r'", "'", [
        ["\\d", "\\d"],
        ['"', '"'],
      ]);
    case 4:
      return quoted("f'", "'", [
        ["{1 + 1}", "2"],
        ["{{}}", "{}"],
        ['{len("ab")!r:>3}', "  2"],
      ]);
    case 5:
      return { text: `f'<{${text}}{"${text}"!s}>'`, is: `<${value}${value}>` };
    case 6:
      return { text: `('a' '${text}' f"{1}${text}")`, is: `a${value}1${value}` };
    case 7: {
      const [a, b] = [inner(), inner()];
      return { text: `''.join([${a.text}, ${b.text}])`, is: `${a.is}${b.is}` };
    }
    case 8:
      return { text: `list({'k${text}': 1})[0]`, is: `k${value}` };
    case 9: {
      const { text: expression, is } = inner();
      return { text: `(# ${text} ' """\n ${expression})`, is };
    }
    case 10: {
      const { text: expression, is } = inner();
      return { text: `(lambda a=${expression}: a)()`, is };
    }
    default: {
      const { text: expression, is } = inner();
      return { text: `(${expression} if ${text} == '${text}' else 'BAD')`, is };
    }
  }
}
