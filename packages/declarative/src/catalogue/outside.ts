/** What can go wrong where stages reach outside: requests, files, databases. */
import type { CatalogueEntry } from "@stepwell/core";
import { thereAre } from "./there-are.ts";

export const outsideErrors = {
  "http-failed": {
    message: (f: { method: string; address: string; problem: string }) => `${f.method} ${f.address}: ${f.problem}`,
    hint: "look whether the address is right and its server answers; `retry` repeats the request",
  },
  "http-status": {
    message: (f: { method: string; address: string; status: number; body: string }) =>
      `${f.method} ${f.address} was answered with ${f.status}${f.body === "" ? "" : `: ${f.body}`}`,
    hint: "`status` lists the answers that are no failure; `retry` repeats the request",
  },
  "http-address-refused": {
    message: (f: { host: string; address: string }) => `${f.host} is at ${f.address}, which is not a public address`,
    hint: "requests go to the public network alone; the setting private-hosts allows single hosts",
  },
  "docker-unavailable": {
    message: (f: { where: string; problem: string }) => `there is no Docker at ${f.where}: ${f.problem}`,
    hint: "install Docker and start it, let this user use its socket, or say where it is: the setting docker.host, or DOCKER_HOST",
  },
  "docker-refused": {
    message: (f: { request: string; status: number; problem: string }) =>
      `Docker has answered ${f.request} with ${f.status}: ${f.problem}`,
    hint: "the message is Docker's own; correct what the stage asks for",
  },
  "image-unavailable": {
    message: (f: { image: string; problem: string }) => `there is no image ${f.image}: ${f.problem}`,
    hint: "check its name and tag, and whether this machine may pull it; `docker pull` tells more",
  },
  "email-failed": {
    message: (f: { server: string; problem: string }) => `the email was not sent by ${f.server}: ${f.problem}`,
    hint: "look whether the server of the setting email.server is reached, takes the account, and speaks TLS; `retry` tries again",
  },
  "email-library-missing": {
    message: (f: { library: string }) => `emails are sent by ${f.library}, which is not installed`,
    hint: (f: { library: string }) => `npm install ${f.library}`,
  },
  "email-unconfigured": {
    message: (f: { what: string }) => `${f.what} is to send an email, and no server is set`,
    hint: "set email.server to smtp://USER:PASSWORD@HOST:PORT, or smtps://, and email.from to the address that it comes from",
  },
  "file-outside": {
    /** `of`: "job" where it is no stage. */
    message: (f: { stage: string; of: "job" | undefined; file: string }) =>
      `${f.of ?? "stage"} "${f.stage}" would reach ${JSON.stringify(f.file)}, which is not in its workspace`,
    hint: "give a path below the job's folder, without .. and links that lead out of it",
  },
  "folder-missing": {
    message: (f: { stage: string; file: string; problem: string; known: readonly string[]; nearest: string }) =>
      `the script of stage "${f.stage}" would work in ${JSON.stringify(f.file)}: ${f.problem}`,
    hint: (f: { known: readonly string[]; nearest: string }) => {
      const meant = f.nearest === "" ? `of folders ${thereAre(f.known)}` : `did you mean "${f.nearest}"?`;
      return `${meant}; correct working-directory, or let an earlier stage make it: mkdir -p`;
    },
  },
  "database-unknown": {
    message: (f: { name: string; known: readonly string[] }) =>
      `no database is called "${f.name}" here${f.known.length === 0 ? "" : `; known: ${f.known.join(", ")}`}`,
    hint: "name one of the setting databases, or write file:PATH for an SQLite file of the workspace",
  },
  "query-failed": {
    message: (f: { stage: string; problem: string }) => `the query of stage "${f.stage}" failed: ${f.problem}`,
    hint: "correct the query, or what it is given",
  },
} as const satisfies Record<string, CatalogueEntry>;
