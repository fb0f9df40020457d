/**
 * The keys that seal secret params: documents of the store, so that whoever executes a run of it can open them, and
 * encrypted where the store is. None is ever replaced; the oldest one seals, all open.
 */
import { createHmac } from "node:crypto";
import { type Documents, encryption, type Host, isFailure, nodeHost, type ValueCodec } from "@stepwell/core";
import { declarativeFailure } from "../errors.ts";
import type { ParamSealing } from "../params/sealed-params.ts";

const kind = "param-key";
const nonceBytes = 12;

type Places = Pick<Documents, "get" | "list">;

/** Seals secret params with keys of a store; give it to `makeServices`, and `sync` it with `engine.documents`. */
export class ParamKeys implements ParamSealing {
  readonly #host: Pick<Host, "randomBytes">;
  /** In base64, by id. */
  readonly #keys = new Map<string, string>();
  #current: string | undefined;
  #codec: ValueCodec | undefined;

  constructor(host: Pick<Host, "randomBytes"> = nodeHost()) {
    this.#host = host;
  }

  /** Reads the store's keys, and puts one there when it has none. Before runs are started or executed there. */
  async sync(documents: Places & Pick<Documents, "put">): Promise<void> {
    if (await this.load(documents)) return;
    const id = this.#own();
    await documents.put({ kind, name: id }, this.#keys.get(id) ?? "");
    // Another process may have put one at the same time: all take the oldest, which each of them sees now.
    await this.load(documents);
  }

  seal(text: string): string {
    const id = this.#current ?? this.#own();
    // Made from the text: the nonce of one text is no other's, and the same text is sealed to the same.
    const key = Buffer.from(this.#keys.get(id) ?? "", "base64");
    const nonce = createHmac("sha256", key).update(text).digest().subarray(0, nonceBytes);
    return this.#codecOf(id).seal(text, nonce);
  }

  open(sealed: string): string {
    try {
      return this.#codecOf(this.#current ?? this.#own()).open(sealed);
    } catch (error) {
      const problem = isFailure(error, "key-missing") ? "its key is not here" : "it was changed since";
      throw declarativeFailure("secret-param-closed", { problem }, error);
    }
  }

  /** Only reads. @returns whether the store has any that seals from now on */
  async load(documents: Places): Promise<boolean> {
    const { items } = await documents.list(kind, { limit: 200 });
    for (const { name } of items) {
      if (this.#keys.has(name)) continue;
      const body = (await documents.get({ kind, name }))?.body;
      if (typeof body === "string") this.#keys.set(name, body);
    }
    const [oldest] = [...items].sort((x, y) => x.updatedAt.getTime() - y.updatedAt.getTime());
    // What was sealed before with a key of its own would be lost.
    const unsaved = this.#current !== undefined && !items.some(({ name }) => name === this.#current);
    if (oldest === undefined || unsaved) return false;
    this.#current = oldest.name;
    this.#codec = undefined;
    return true;
  }

  /** One that no store has yet. */
  #own(): string {
    if (this.#current !== undefined) return this.#current;
    const id = Buffer.from(this.#host.randomBytes(8)).toString("hex");
    this.#keys.set(id, Buffer.from(this.#host.randomBytes(32)).toString("base64"));
    this.#current = id;
    this.#codec = undefined;
    return id;
  }

  #codecOf(current: string): ValueCodec {
    this.#codec ??= encryption({ keys: Object.fromEntries(this.#keys), current });
    return this.#codec;
  }
}
