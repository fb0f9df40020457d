/** Secrets in texts that leave a body: they are found in whatever form, hidden, and never cut in two. */

const mask = "***";
/** Shorter ones would hide half of every text. */
const leastChars = 4;

/** What must not be shown of a text, in all forms that it is known by: plain, as base64, in a URL, in JSON, quoted, by lines. */
export class HiddenTexts {
  static readonly none = new HiddenTexts([]);
  /** Longest first: a form may be part of another. */
  readonly #forms: readonly string[];

  private constructor(forms: readonly string[]) {
    this.#forms = forms;
  }

  static of(texts: Iterable<string>): HiddenTexts {
    const forms = formsOf(texts);
    return forms.size === 0 ? HiddenTexts.none : new HiddenTexts([...forms].sort(longestFirst));
  }

  with(texts: ReadonlySet<string>): HiddenTexts {
    if (texts.size === 0) return this;
    return new HiddenTexts([...new Set([...this.#forms, ...formsOf(texts)])].sort(longestFirst));
  }

  get isEmpty(): boolean {
    return this.#forms.length === 0;
  }

  /** So far around a cut one has to look, UTF-16 units. */
  get longest(): number {
    return this.#forms[0]?.length ?? 0;
  }

  /** The text without them. */
  hide(text: string): string {
    let shown = text;
    for (const form of this.#forms) if (shown.includes(form)) shown = shown.replaceAll(form, mask);
    return shown;
  }

  /** The last place up to `at` where a cut parts none of them: of half a secret nobody knows that it is one. */
  cutBefore(text: string, at: number): number {
    return this.#moved(text, at, (from) => from);
  }

  /** The first place from `at` on where a cut parts none of them. */
  cutAfter(text: string, at: number): number {
    return this.#moved(text, at, (from, form) => from + form.length);
  }

  #moved(text: string, at: number, aside: (from: number, form: string) => number): number {
    let place = at;
    for (let before = -1; before !== place; ) {
      before = place;
      for (const form of this.#forms) {
        const from = text.indexOf(form, Math.max(0, place - form.length + 1));
        if (from !== -1 && from < place && place < from + form.length) place = aside(from, form);
      }
    }
    return place;
  }
}

function longestFirst(a: string, b: string): number {
  return b.length - a.length;
}

function formsOf(texts: Iterable<string>): Set<string> {
  const forms = new Set<string>();
  const add = (form: string): void => {
    if (form.length >= leastChars) forms.add(form);
  };
  for (const text of texts) {
    for (const plain of [text, text.trim()]) {
      if (plain.length < leastChars) continue;
      for (const form of base64Forms(plain)) add(form);
      add(plain);
      for (const form of urlForms(plain)) add(form);
      for (const form of jsonForms(plain)) add(form);
      add(plain.replaceAll("'", "'\\''"));
    }
    // Logs come line by line.
    for (const line of text.split(/\r?\n/)) add(line.trim());
  }
  return forms;
}

/** Languages differ in what they leave as it is: Python's `quote` the slash, `encodeURI` all that parts a URL, forms the blank. */
function urlForms(text: string): string[] {
  const plain = text.toWellFormed();
  const component = encodeURIComponent(plain);
  const strict = component.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  const forms = [component, strict, new URLSearchParams([["", plain]]).toString().slice(1), encodeURI(plain)];
  forms.push(strict.replaceAll("%20", "+"));
  return forms.flatMap((form) => [form, form.replaceAll("%2F", "/")]);
}

/** Python's `json.dumps` writes ASCII alone. */
function jsonForms(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const escaped = (sign: string): string => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`;
  return [json, json.replace(/[\u0080-\uffff]/g, escaped)];
}

/** Of the text alone, and of the text behind others, as in `user:password`: its bytes begin at any of three places. */
function base64Forms(text: string): string[] {
  const forms = [Buffer.from(text).toString("base64").replace(/=+$/, ""), Buffer.from(text).toString("base64url")];
  for (const before of [0, 1, 2]) {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    // A sign that holds bits of what stands before or behind differs with that.
    const to = Math.floor((bytes.length * 8) / 6);
    const from = Math.ceil((before * 8) / 6);
    for (const coding of ["base64", "base64url"] as const) forms.push(bytes.toString(coding).slice(from, to));
  }
  return forms;
}
