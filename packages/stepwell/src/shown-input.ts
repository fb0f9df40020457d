/** The input of a run as it may be shown: what a definition takes as a secret is not. */

const mask = "***";

interface DefinitionInput {
  readonly definition: { readonly params: readonly { readonly name: string; readonly type: string }[] };
  readonly params: Readonly<Record<string, unknown>>;
}

export function shownInput(input: unknown): unknown {
  if (!isOfDefinition(input)) return input;
  const secret = new Set(input.definition.params.filter(({ type }) => type === "secret").map(({ name }) => name));
  if (secret.size === 0) return input;
  const params = Object.entries(input.params).map(([name, value]) => {
    return [name, secret.has(name) && value !== null ? mask : value] as const;
  });
  const declared = input.definition.params.map((param) => {
    return secret.has(param.name) && "default" in param ? { ...param, default: mask } : param;
  });
  return {
    ...input,
    definition: { ...input.definition, params: declared },
    params: Object.fromEntries(params),
  };
}

function isOfDefinition(input: unknown): input is DefinitionInput {
  if (typeof input !== "object" || input === null) return false;
  const { definition, params } = input as Partial<DefinitionInput>;
  return Array.isArray(definition?.params) && typeof params === "object" && params !== null;
}
