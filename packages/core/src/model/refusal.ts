/** The error of a start that was not written for want of room. */
import { failure } from "./errors.ts";
import type { StartRefusal } from "./sharing.ts";

export function refusalOf({ code, facts }: StartRefusal): Error {
  switch (code) {
    case "concurrency-conflict":
      return failure("concurrency-conflict", facts);
    case "unknown-limit":
      return failure("unknown-limit", facts);
    case "limit-too-small":
      return failure("limit-too-small", facts);
  }
}
