/** stepwell/config: the settings of a process, from every layer. All names of @stepwell/declarative/config. */
export * from "@stepwell/declarative/config";
