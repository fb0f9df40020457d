/** What lexer and parser stop at. It leaves them as a `Problem`, never as an exception. */
export class SyntaxFault {
  readonly message: string;
  readonly at: number;
  readonly end: number;
  readonly hint: string | undefined;

  constructor(message: string, span: { at: number; end: number }, hint?: string) {
    this.message = message;
    this.at = span.at;
    this.end = span.end;
    this.hint = hint;
  }
}
