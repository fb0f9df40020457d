#!/usr/bin/env node
// The first thing that runs, on whatever node there is: no syntax and no import here that an old one would choke on.
// Node too old: goes on with the one that the project has pinned, else says in one line what is needed.
void (function start() {
  const parts = process.versions.node.split(".").map(Number);
  const major = parts[0];
  const minor = parts[1];
  const fits = (major === 24 && minor >= 16) || (major === 26 && minor >= 1) || major > 26;
  if (fits) return go();
  return import("node:fs").then((fs) => {
    const pinned = process.env.STEPWELL_NODE === undefined ? pinnedNode(fs) : undefined;
    if (pinned !== undefined) return goOnWith(pinned);
    process.stderr.write(
      `stepwell needs Node ^24.16 or >=26.1; this is ${process.versions.node} (${process.execPath})\n`,
    );
    process.exitCode = 2;
  });

  function go() {
    if (process.env.STEPWELL_NODE !== undefined && process.env.STEPWELL_NODE === String(process.ppid)) endWithParent();
    delete process.env.STEPWELL_NODE;
    return import("node:module").then((module) => {
      if (process.env.NODE_DISABLE_COMPILE_CACHE === undefined) module.enableCompileCache();
      return import("node:fs").then((fs) => {
        // In the repository the sources run as they are; what is published is built.
        const sources = new URL("../src/main.ts", import.meta.url);
        return import(fs.existsSync(sources) ? sources.href : new URL("../dist/main.js", import.meta.url).href);
      });
    });
  }

  // Who kills this process with SIGKILL means the command, not who has started it: that one holds the other end.
  function endWithParent() {
    void import("node:net").then((net) => {
      const parent = new net.Socket({ fd: 3, readable: true, writable: false });
      parent.on("error", () => {});
      parent.on("close", () => process.kill(process.pid, "SIGKILL"));
      parent.resume();
      parent.unref();
    });
  }

  // The nearest node_modules/.bin/node above this file: where the repository has its Node.
  function pinnedNode(fs) {
    for (let folder = new URL("../", import.meta.url); ; folder = new URL("../", folder)) {
      const found = new URL("node_modules/.bin/node", folder);
      if (fs.existsSync(found)) return decodeURIComponent(found.pathname);
      if (folder.pathname === "/" || /^\/[A-Za-z]:\/$/.test(folder.pathname)) return undefined;
    }
  }

  function goOnWith(node) {
    return Promise.all([import("node:child_process"), import("node:url")]).then((loaded) => {
      const spawn = loaded[0].spawn;
      const self = loaded[1].fileURLToPath(import.meta.url);
      const env = Object.assign({}, process.env, { STEPWELL_NODE: String(process.pid) });
      const stdio = ["inherit", "inherit", "inherit", "pipe"];
      const child = spawn(node, [self].concat(process.argv.slice(2)), { stdio: stdio, env: env });
      // A terminal's Ctrl-C reaches both; only the child decides what comes of it.
      process.on("SIGINT", () => {});
      process.on("SIGTERM", () => {
        child.kill("SIGTERM");
      });
      child.on("exit", (code, signal) => {
        if (signal === null) process.exit(code);
        process.removeAllListeners(signal);
        process.kill(process.pid, signal);
      });
    });
  }
})();
