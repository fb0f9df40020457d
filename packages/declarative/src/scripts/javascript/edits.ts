/** What each template of a script becomes, by the node in which it stands. */
import type { Node } from "acorn";
import type { Refusal } from "../not-bound.ts";
import type { Placeholder } from "../placeholders.ts";
import { Positions } from "../positions.ts";
import { refusals } from "./refusals.ts";
import { type AnyNode, nodesOf, type Standing, walk } from "./tree.ts";

/** A piece of text that is replaced; with the template that it is for, if it is for one. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly placeholder: Placeholder | undefined;
  readonly kind: "text" | "typed";
  readonly text: (name: string) => string;
}

export interface Edits {
  readonly edits: readonly Edit[];
  readonly refused: ReadonlyMap<Placeholder, Refusal>;
  /** Templates whose value is evaluated as code, and by what. */
  readonly warned: ReadonlyMap<Placeholder, string>;
}

interface Located {
  readonly text: string;
  readonly placeholders: ReadonlyMap<Placeholder, number>;
}

interface Here {
  readonly placeholder: Placeholder;
  /** Where it begins, for Positions. */
  readonly at: number;
  readonly start: number;
  readonly end: number;
}

export function editsOf(tree: Node, { text, placeholders }: Located): Edits {
  const here = new Positions(
    [...placeholders].map(([placeholder, start]) => {
      return { placeholder, at: start, start, end: start + placeholder.name.length };
    }),
  );
  const edits: Edit[] = [];
  const refused = new Map<Placeholder, Refusal>();
  const warned = new Map<Placeholder, string>();
  walk(tree, (node, standing) => {
    const within = here.within(node);
    if (within.length === 0) return false;
    const refuse = (refusal: Refusal): void => {
      for (const { placeholder } of within) refused.set(placeholder, refusal);
    };
    const danger = evaluating(node);
    if (danger !== undefined) for (const { placeholder } of within) warned.set(placeholder, danger);
    if (node.type === "ImportExpression") refuse(refusals.source);
    else if (node.type === "Identifier" || node.type === "PrivateIdentifier") {
      const [only] = within;
      const refusal = only === undefined ? undefined : nameRefusal(node, standing, only);
      if (only === undefined || refusal !== undefined) refuse(refusal ?? refusals.glued);
      else edits.push({ ...only, kind: "typed", text: (name) => name });
    } else if (node.type === "Literal") {
      const refusal = literalRefusal(node, standing, { text, within });
      if (refusal === undefined) edits.push(...literalEdits(node, standing, { text, within }));
      else refuse(refusal);
    } else if (node.type === "TemplateElement") {
      for (const one of within) {
        if (isEscaped(text, node.start, one.start)) refused.set(one.placeholder, refusals.backslash);
        else edits.push({ ...one, kind: "text", text: (name) => `\${${name}}` });
      }
    } else return undefined;
    return false;
  });
  return {
    edits: edits.filter(({ placeholder }) => placeholder === undefined || !refused.has(placeholder)),
    refused,
    warned,
  };
}

function nameRefusal(node: AnyNode, { parent, key, above }: Standing, { start, end }: Here): Refusal | undefined {
  if (node.start !== start || node.end !== end) return refusals.glued;
  if (node.type !== "Identifier" || parent === undefined) return refusals.name;
  switch (parent.type) {
    case "MemberExpression":
      return key === "property" && parent.computed !== true ? refusals.name : targetRefusal(node, above);
    case "Property":
    case "PropertyDefinition":
    case "MethodDefinition":
    case "AccessorProperty":
      if (parent.shorthand === true) return refusals.name;
      if (key === "key" && parent.computed !== true) return refusals.name;
      return targetRefusal(node, above);
    case "CallExpression":
    case "NewExpression":
      return undefined;
    default:
      return isNamePlace(parent.type, key) ? refusals.name : targetRefusal(node, above);
  }
}

/** Fields in which a name is no value. */
function isNamePlace(type: string, key: string): boolean {
  if (key === "label" || key === "id" || key === "params" || key === "param") return true;
  if (/^(?:Import|Export)/.test(type)) return key === "local" || key === "imported" || key === "exported";
  return type === "MetaProperty" || type === "RestElement";
}

/** Assignments, also by patterns, updates, loops, `delete`. */
function targetRefusal(node: AnyNode, above: readonly AnyNode[]): Refusal | undefined {
  let inner: AnyNode = node;
  for (const outer of above) {
    const isTarget =
      (/^(?:AssignmentExpression|AssignmentPattern|ForInStatement|ForOfStatement)$/.test(outer.type) &&
        outer.left === inner) ||
      outer.type === "UpdateExpression" ||
      (outer.type === "UnaryExpression" && outer.operator === "delete" && inner.type !== "MemberExpression") ||
      /Pattern$|^RestElement$/.test(outer.type);
    if (isTarget) return outer.type === "AssignmentPattern" && outer.right === inner ? undefined : refusals.target;
    // Behind these the value is only read.
    if (!/^(?:Property|ArrayPattern|ObjectPattern|RestElement)$/.test(outer.type)) return undefined;
    if (outer.type === "Property" && outer.computed === true && nodesOf(outer, "key").includes(inner)) return undefined;
    inner = outer;
  }
  return undefined;
}

interface Inside {
  readonly text: string;
  readonly within: readonly Here[];
}

function literalRefusal(node: AnyNode, { parent, key }: Standing, { text, within }: Inside): Refusal | undefined {
  if (node.regex !== undefined) return refusals.pattern;
  if (typeof node.value !== "string") return refusals.glued;
  if (/^(?:Import|Export)/.test(parent?.type ?? "") || key === "source") return refusals.source;
  return within.some(({ start }) => isEscaped(text, node.start, start)) ? refusals.backslash : undefined;
}

function literalEdits(node: AnyNode, { parent, key, above }: Standing, { text, within }: Inside): Edit[] {
  const quote = text.charAt(node.start);
  const isKey =
    key === "key" &&
    parent?.computed !== true &&
    /^(?:Property|\w*Definition|AccessorProperty)$/.test(parent?.type ?? "");
  const statement = [...above].find(({ type, start }) => type === "ExpressionStatement" && start === node.start);
  const list = statement === undefined ? undefined : above[above.indexOf(statement) + 1];
  const begins = list !== undefined && /^(?:Program|BlockStatement|StaticBlock|SwitchCase)$/.test(list.type);
  const [opening, closing] = isKey ? ["[", "]"] : [begins ? ";(" : "(", ")"];
  const around = { placeholder: undefined, kind: "text" as const };
  return [
    { ...around, start: node.start, end: node.start, text: () => opening },
    ...within.map((one): Edit => ({ ...one, kind: "text", text: (name) => `${quote}+${name}+${quote}` })),
    { ...around, start: node.end, end: node.end, text: () => closing },
  ];
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, from: number, at: number): boolean {
  let count = 0;
  while (at - 1 - count >= from && text[at - 1 - count] === "\\") count++;
  return count % 2 === 1;
}

/** What executes its arguments: the script's own act. */
function evaluating(node: AnyNode): string | undefined {
  if (node.type !== "CallExpression" && node.type !== "NewExpression") return undefined;
  const [callee] = nodesOf(node, "callee");
  const property = callee?.type === "MemberExpression" ? nodesOf(callee, "property")[0] : callee;
  const name = property?.type === "Identifier" ? String(property.name) : "";
  const isCode = /^(?:eval|Function|exec|execSync|runInThisContext|runInNewContext|runInContext|compileFunction)$/.test(
    name,
  );
  return isCode ? `the arguments of ${name}` : undefined;
}
