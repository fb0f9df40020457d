/** Where a Docker Engine listens, as DOCKER_HOST has it. */

export type DockerAddress = { readonly socketPath: string } | { readonly host: string; readonly port: number };

/** Undefined for what is no address of a kind that can be reached: ssh, or TCP with TLS. */
export function dockerAddress(text: string): DockerAddress | undefined {
  const socket = /^(?:unix|npipe):\/\/(\/.+)$/.exec(text)?.[1];
  if (socket !== undefined) return { socketPath: socket };
  if (!/^(?:tcp|http):\/\//.test(text) || !URL.canParse(text)) return undefined;
  const { hostname, port, pathname } = new URL(text.replace(/^tcp:/, "http:"));
  if (hostname === "" || pathname !== "/") return undefined;
  return { host: hostname.replace(/^\[|\]$/g, ""), port: port === "" ? 2375 : Number(port) };
}
