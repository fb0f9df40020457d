/**
 * stepwell/declarative: workflows as data, for programs. All names of @stepwell/declarative; apart from `stepwell`, which
 * has a type Workflow of its own, and loads without a reader of YAML.
 */
export * from "@stepwell/declarative";
