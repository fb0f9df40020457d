import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer, type Socket } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { ofStages, ran } from "./yaml-run.fixture.ts";

interface Mail {
  from: string;
  to: string[];
  data: string;
}

/** A server that speaks SMTP (RFC 5321), as much of it as a client without extensions needs. */
async function smtp(
  refuse: (to: string) => boolean = () => false,
): Promise<{ port: number; mails: Mail[]; sockets: Set<Socket> }> {
  const mails: Mail[] = [];
  const sockets = new Set<Socket>();
  const server = createTcpServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    let mail: Mail = { from: "", to: [], data: "" };
    let inData = false;
    let rest = "";
    const say = (line: string): void => void socket.write(`${line}\r\n`);
    const hear = (line: string): void => {
      if (inData) {
        if (line !== ".") mail.data += `${line.replace(/^\.\./, ".")}\n`;
        else {
          inData = false;
          mails.push(mail);
          say("250 2.0.0 queued");
        }
        return;
      }
      const [, verb = "", address = ""] = /^(\w+)(?:.*<(.*)>)?/.exec(line) ?? [];
      if (verb === "EHLO") say("250-here\r\n250 8BITMIME");
      else if (verb === "MAIL") {
        mail = { from: address, to: [], data: "" };
        say("250 ok");
      } else if (verb === "RCPT" && refuse(address)) say("550 5.1.1 nobody of that name");
      else if (verb === "RCPT") {
        mail.to.push(address);
        say("250 ok");
      } else if (verb === "DATA") {
        inData = true;
        say("354 go on");
      } else if (verb === "QUIT") {
        say("221 bye");
        socket.end();
      } else say("502 5.5.1 not here");
    };
    socket.on("data", (piece) => {
      const lines = (rest + piece).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) hear(line);
    });
    say("220 here ESMTP");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  return { port: (server.address() as AddressInfo).port, mails, sockets };
}

const email = (port: number) => ({ url: `smtp://127.0.0.1:${port}`, from: "stepwell@example.org" });

test("log: into the run's log, secrets hidden", async () => {
  const secrets = new Map([["T", "s3cret-value"]]);
  const { context, logs } = await ran(
    ofStages('- notify: "it is ${{ secrets.T }} of ${{ params.n }}"\n', "params: { n: int }\n"),
    { n: 2 },
    { secrets },
  );
  expect(context.errors).toEqual([]);
  expect(logs).toEqual(["it is *** of 2"]);
});

test("email: one message to all, whose text is text, and whose head no value can add to", async () => {
  const { port, mails } = await smtp();
  const hostile = "done\r\nBcc: evil@example.org\r\n.\r\nMAIL FROM:<evil@example.org>\n$(touch OWNED) ünï";
  const yaml = ofStages(
    `
- notify: "\${{ params.text }}"
  by: email
  to: [ops@example.org, "\${{ params.who }}"]
  subject: "\${{ params.text }}"
`,
    "params: { text: str, who: str }\n",
  );
  const { context } = await ran(yaml, { text: hostile, who: "Ann <ann@example.org>" }, { email: email(port) });
  expect(context.errors).toEqual([]);
  expect(context.outputs).toEqual({ job: { sent: 2 } });
  expect(mails).toMatchObject([{ from: "stepwell@example.org", to: ["ops@example.org", "ann@example.org"] }]);
  const [head = "", text = ""] = (mails[0]?.data ?? "").split("\n\n", 2);
  expect(head).not.toMatch(/^Bcc/im);
  expect(head).toMatch(/^Message-ID: <[\da-f]{32}@stepwell>$/m);
  expect(head).toMatch(/^Subject: /m);
  expect(text).not.toBe("");
});

test("an address that the server refuses fails the stage", async () => {
  const { port } = await smtp((to) => to.startsWith("nobody"));
  const both = await ran(
    ofStages("- notify: hi\n  by: email\n  to: [a@example.org, nobody@example.org]\n"),
    {},
    { email: email(port) },
  );
  expect(both.context.errors).toMatchObject([
    { code: "email-failed", message: expect.stringContaining("1 of 2 addresses") },
  ]);
  const none = await ran(ofStages("- notify: hi\n  by: email\n  to: nobody@example.org\n"), {}, { email: email(port) });
  expect(none.context.errors).toMatchObject([
    { code: "email-failed", message: expect.stringContaining("nobody of that name") },
  ]);
});

test("a password is not sent to a server without TLS, and is in no error", async () => {
  const { port, mails } = await smtp();
  const server = { url: `smtp://me:s3cret-value@127.0.0.1:${port}`, from: "a@example.org" };
  const { context } = await ran(ofStages("- notify: hi\n  by: email\n  to: a@example.org\n"), {}, { email: server });
  expect(context.errors).toMatchObject([{ code: "email-failed" }]);
  expect(JSON.stringify(context.errors)).not.toContain("s3cret");
  expect(mails).toEqual([]);
});

test("a timeout ends the attempt although the server says nothing", async () => {
  const silent = createTcpServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => new Promise<void>((resolve) => silent.close(() => resolve())));
  const { port } = silent.address() as AddressInfo;
  const { context } = await ran(
    ofStages("- notify: hi\n  by: email\n  to: a@example.org\n  timeout: 0.2 s\n"),
    {},
    { email: email(port) },
  );
  expect(context.errors).toMatchObject([{ name: "WorkflowTimeoutError" }]);
});

test("without a server, the stage fails and says what to set", async () => {
  const { context } = await ran(ofStages("- notify: hi\n  by: email\n  to: a@example.org\n"));
  expect(context.errors).toMatchObject([{ code: "email-unconfigured" }]);
});

test("webhook: JSON to each address, each once although a later one fails at first", async () => {
  const heard: { path: string; body: unknown }[] = [];
  let failures = 1;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (piece) => {
      body += piece;
    });
    request.on("end", () => {
      const fails = request.url === "/second" && failures-- > 0;
      if (!fails) heard.push({ path: request.url ?? "", body: JSON.parse(body) });
      response.statusCode = fails ? 503 : 204;
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    return new Promise<void>((resolve) => server.close(() => resolve()));
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const yaml = ofStages(
    `
- id: tell
  notify: "two lines\\nof \${{ params.text }}"
  by: webhook
  retry: { max-attempts: 2, initial: 0.001 }
  to: ["http://${host}/first", "http://\${{ secrets.HOOK }}"]
`,
    "params: { text: str }\n",
  );
  const secrets = new Map([["HOOK", `${host}/second`]]);
  const { context } = await ran(yaml, { text: '"quoted" ${{ x }}' }, { privateHosts: [host], secrets });
  expect(context.errors).toEqual([]);
  expect(context.outputs).toEqual({ job: { sent: 2 } });
  const body = {
    text: 'two lines\nof "quoted" ${{ x }}',
    subject: "two lines",
    workflow: "test",
    stage: "tell",
    run: expect.any(String),
  };
  expect(heard).toEqual([
    { path: "/first", body },
    { path: "/second", body },
  ]);
  const refused = await ran(ofStages(`- notify: hi\n  by: webhook\n  to: http://${host}/x\n`));
  expect(refused.context.errors).toMatchObject([{ code: "http-address-refused" }]);
});
