/** The keys of encrypted stores: `id:base64,id:base64`; the first one encrypts. */
import { encryption, isFailure, type OpenOptions } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";

/** The codec of the setting `keys`, for Stepwell.open; nothing without keys. @throws bad-keys, which repeats no part of a key */
export function keysFrom(text: string | undefined): Pick<OpenOptions, "codec"> {
  if (text === undefined) return {};
  const pairs = text.split(",").map((each, index): [id: string, key: string] => {
    const end = each.indexOf(":");
    if (end < 0) throw declarativeFailure("bad-keys", { problem: `its part ${index + 1} has no colon` });
    return [each.slice(0, end).trim(), each.slice(end + 1)];
  });
  const [current = ""] = pairs[0] ?? [];
  const keys = Object.fromEntries(pairs);
  if (Object.keys(keys).length < pairs.length)
    throw declarativeFailure("bad-keys", { problem: "it names a key more than once" });
  try {
    return { codec: encryption({ keys, current }) };
  } catch (error) {
    if (!isFailure(error, "invalid-option")) throw error;
    throw declarativeFailure("bad-keys", { problem: String(error.facts.problem).replace(/^: /, "") }, error);
  }
}
