import { storeContract } from "../contract/index.ts";
import { memory } from "./memory.ts";

storeContract("memory", () => ({ provider: memory(), dispose: () => {} }));
