/** YAML 1.2 into nodes, by a parser of all of it. Limits are held while the text is taken apart, before anything is built. */
import { Composer, type CST, type Document, Lexer, type ParsedNode, Parser, type YAMLError } from "yaml";
import { problem, type Report } from "../diagnosis/problem.ts";
import { sourceLimits } from "./limits.ts";
import { spanOf } from "./locate.ts";
import type { SourceNode } from "./node.ts";
import type { SourceText } from "./source-text.ts";
import { aliasIn, syntaxCure } from "./yaml-cures.ts";
import { treeOf } from "./yaml-tree.ts";

/** Its own check of duplicate keys takes a time that grows with the square of their number; ours is in the tree. */
const options = {
  version: "1.2",
  uniqueKeys: false,
  merge: false,
  resolveKnownTags: false,
  prettyErrors: false,
  logLevel: "silent",
} as const;

/** @returns undefined when something was reported that leaves no tree, or when there is nothing in the text */
export function readParsedYaml(source: SourceText, report: Report): SourceNode | undefined {
  const tokens = tokensOf(source, report);
  if (tokens === undefined) return undefined;
  const composer = new Composer<ParsedNode, true>(options);
  let document: Document.Parsed | undefined;
  for (const next of composer.compose(tokens, true, source.text.length)) {
    if (document !== undefined) {
      report(problem("yaml-documents", {}, spanOf(source, next.range[0])));
      return undefined;
    }
    document = next;
  }
  if (document === undefined || !isSound(source, document, report)) return undefined;
  return document.contents === null ? undefined : treeOf(document.contents, source, report);
}

/** Lists and maps, with the document itself and what is being read; the tree counts exactly. */
const depthInParser = sourceLimits.depth + 4;

function tokensOf(source: SourceText, report: Report): CST.Token[] | undefined {
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let aliases = 0;
  const tooLarge = (what: string, limit: number, unit: string): undefined =>
    void report(problem("source-too-large", { what, limit, unit }, spanOf(source, parser.offset)));
  for (const lexeme of new Lexer().lex(source.text)) {
    if (lexeme.charCodeAt(0) === 42 && ++aliases > sourceLimits.aliases)
      return tooLarge("the file has", sourceLimits.aliases, "aliases");
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > depthInParser)
      return tooLarge("lists and maps stand in one another", sourceLimits.depth, "deep");
  }
  for (const token of parser.end()) tokens.push(token);
  return tokens;
}

/** Reports what the parser found, once per line: what follows from a mistake is not one. */
function isSound(source: SourceText, document: Document.Parsed, report: Report): boolean {
  const version = document.directives.yaml;
  if (version.explicit === true && version.version !== "1.2")
    report(problem("yaml-version", { version: version.version }, spanOf(source, 0)));
  // Tags are looked at in the tree, where their values are known.
  const found = [...document.errors, ...document.warnings.filter(({ code }) => code !== "TAG_RESOLVE_FAILED")];
  const lines = new Set<number>();
  for (const error of found.sort((a, b) => a.pos[0] - b.pos[0])) {
    const location = spanOf(source, error.pos[0], error.pos[1]);
    const number = location.place?.line ?? 0;
    if (lines.has(number)) continue;
    lines.add(number);
    const line = location.excerpt ?? "";
    const alias = aliasIn(line);
    const column = (location.place?.column ?? 1) - 1;
    if (alias === undefined) {
      const cure = syntaxCure(error.code, line, column);
      report(problem("invalid-yaml", { problem: sentence(error), cure }, location));
    } else {
      const start = error.pos[0] - column + alias.at;
      const facts = { name: alias.name, problem: "text follows it", cure: `put the text in quotes: "${alias.text}"` };
      report(problem("yaml-alias", facts, spanOf(source, start, start + alias.name.length + 1)));
    }
    if (lines.size === sourceLimits.syntaxProblems) break;
  }
  return found.length === 0;
}

function sentence({ message }: YAMLError): string {
  const line = message.split("\n", 1)[0] ?? "";
  return line.charAt(0).toLowerCase() + line.slice(1);
}
