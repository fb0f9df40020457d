/** Where the agent lives: a folder with the files that it works on, and the server of its model. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startModelServer } from "./model-server.ts";

const defaultDirectory = fileURLToPath(new URL("out", import.meta.url));

/** AGENT_DIRECTORY, by default `out` of this example. */
export function directory(): string {
  return process.env.AGENT_DIRECTORY ?? defaultDirectory;
}

export function workspace(): string {
  return join(directory(), "workspace");
}

export function billFile(): string {
  return join(directory(), "bills.jsonl");
}

const servers = new Map<string, Promise<string>>();

/** One server per process and folder, started by the first question. It keeps no process alive. */
export function modelUrl(): Promise<string> {
  const file = billFile();
  let url = servers.get(file);
  if (url === undefined) {
    url = startModelServer(file).then((server) => server.url);
    servers.set(file, url);
  }
  return url;
}
