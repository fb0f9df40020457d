export * from "@stepwell/core";
