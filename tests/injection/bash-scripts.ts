/** Generated bash scripts: valid ones, with what they print, for every place in which a template may stand. */
import { BashWords, type Piece } from "./bash-words.ts";
import type { Random } from "./random.ts";

export class BashScripts {
  readonly #random: Random;
  readonly #words: BashWords;
  #heredocs = 0;

  constructor(random: Random, value: () => string) {
    this.#random = random;
    this.#words = new BashWords(random, value, (depth) => this.#command(depth));
  }

  /** By expression. */
  get values(): Readonly<Record<string, string>> {
    return this.#words.values;
  }

  script(): Piece {
    return this.#words.join(
      this.#words.several(1 + this.#random.below(3), () => this.#command(3)),
      "\n",
    );
  }

  #command(depth: number): Piece {
    const word = (): Piece => this.#words.word(depth - 1);
    const inner = (): Piece => this.#command(depth - 1);
    const wrap = (before: string, { text, prints }: Piece, after: string): Piece => ({
      text: before + text + after,
      prints,
    });
    const simple = (): Piece => this.#simple(word());
    if (depth <= 0) return simple();
    const [a, b] = [word(), word()];
    const both = a.prints + b.prints;
    switch (this.#random.below(19)) {
      case 0:
        return this.#heredoc(depth);
      case 1:
        return this.#quotedHeredoc();
      case 2:
        return wrap(`case ${a.text} in ${a.text}) `, inner(), "\n;; *) printf BAD ;; esac");
      case 3:
        return wrap(`case x in (y | ${b.text}) printf BAD ;; x)\n`, inner(), "\nesac");
      case 4:
        return wrap(
          `if [[ ${a.text} == ${a.text} && ! ${b.text}x = ${b.text} ]]; then\n`,
          inner(),
          "\nelse printf BAD; fi",
        );
      case 5:
        // Within a substitution bash 5.2 also prints patterns and reads them again.
        if (this.#words.substitutions > 0) return simple();
        return wrap(`[[ ${a.text}z =~ ^${a.text}(z|${b.text})$ ]] && {\n`, inner(), "\n}");
      case 6:
        return { text: `for v in ${a.text} ${b.text}; do printf %s "$v"; done`, prints: both };
      case 7:
        return wrap("(\n", inner(), "\n)");
      case 8:
        return wrap("{ ", inner(), "\n} | cat");
      case 9:
        return { text: `V=${a.text}; V+=${b.text} && printf %s "$V"`, prints: both };
      case 10:
        // Within a substitution bash 5.2 prints an array and reads it again, and loses its backslashes.
        if (this.#words.substitutions > 0) return this.#simple(a);
        return { text: `A=(${a.text}\n${b.text}\n); printf %s "\${A[@]}"`, prints: both };
      case 11:
        return { text: `cat <<< ${a.text}`, prints: `${a.prints}\n` };
      case 12: {
        this.#words.substitutions++;
        const piece = wrap("cat <( ", inner(), "\n)");
        this.#words.substitutions--;
        return piece;
      }
      case 13:
        return { text: `f() { printf %s "$1" "$2"; }; f ${a.text} ${b.text}`, prints: both };
      case 14:
        return wrap(`# ${this.#words.template().text} ' " \` $( \${\n`, inner(), "\n# '");
      case 15:
        return wrap("! false && ", simple(), "");
      case 16: {
        const { text } = this.#words.template("2");
        return {
          text: `for ((i = 0; i < ${text}; i++)); do printf $i; done; (( ${text} == 2 )) && [[ ${text} -gt 1 ]]`,
          prints: "01",
        };
      }
      case 17:
        return { text: `export E=${a.text}; sh -c 'printf %s "$E$1"' sh ${b.text}`, prints: both };
      default:
        return this.#words.join([inner(), inner()], "\n");
    }
  }

  #simple({ text, prints }: Piece): Piece {
    const forms = [
      `printf %s ${text}`,
      `printf '%s' ${text} 2>/dev/null`,
      `>&1 printf %s -- ${text}`,
      `printf \\\n%s ${text};`,
      `x=1 printf %s ${text}`,
    ];
    const form = this.#random.below(forms.length);
    return { text: forms[form] ?? "", prints: form === 2 ? `--${prints}` : prints };
  }

  #heredoc(depth: number): Piece {
    const mark = this.#heredocs === 0 ? this.#random.pick(["EOF", "END_1", "a.b"]) : `EOF${this.#heredocs}`;
    this.#heredocs++;
    const lines = this.#words.several(1 + this.#random.below(3), () => this.#inHeredoc(depth));
    const body = lines.map(({ text }) => `${text}\n`).join("");
    const prints = lines.map((line) => `${line.prints}\n`).join("");
    this.#heredocs--;
    return { text: `cat <<${mark}\n${body}${mark}`, prints };
  }

  #inHeredoc(depth: number): Piece {
    const quotes = { text: `'"\\\\ \\$x`, prints: `'"\\ $x` };
    const nested = depth > 1 ? this.#words.substitution(depth - 2) : this.#words.sum();
    return this.#words.join([
      this.#words.template(),
      this.#random.pick([quotes, nested, this.#words.literal()]),
      this.#words.template(),
    ]);
  }

  #quotedHeredoc(): Piece {
    const [a, b] = [this.#words.template(), this.#words.template()];
    const [open, close] = this.#random.pick([
      ["'EOQ'", "EOQ"],
      ['"EOQ"', "EOQ"],
      ["\\EOQ", "EOQ"],
    ] as const);
    const odd = "$HOME `id` $(id) \\ \\\\ \\$ '\"";
    return {
      text: `cat <<${open}\n${odd}${a.text}\\\n${b.text}\n${close}`,
      prints: `${odd}${a.prints}\\\n${b.prints}\n`,
    };
  }
}
