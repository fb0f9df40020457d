/** Settings of plugins, and of what they send by: a part of the table of settings. */
import { resolve } from "node:path";
import { path } from "./locations.ts";
import { names, text, url } from "./reading.ts";
import type { Setting } from "./setting.ts";

const optional = undefined;

export const pluginSettings = {
  plugins: {
    doc: "plugins that are switched on: logging, monitoring, notification, and paths of modules",
    expected: "names and paths with , between them, or a list",
    read: (given, folder) => {
      const reading = names(given, folder);
      if ("problem" in reading || folder === undefined) return reading;
      return { value: reading.value.map((name) => (/[./]/.test(name) ? resolve(folder, name) : name)) };
    },
    default: [],
    variables: ["STEPWELL_PLUGINS"],
    show: (all) => all.join(", "),
  } as Setting<readonly string[]>,
  "logging.file": {
    doc: "where the plugin logging writes a line for each start, step and end",
    expected: "a path",
    read: path,
    default: ".stepwell/runs.log",
    variables: ["STEPWELL_LOGGING_FILE"],
  } as Setting<string>,
  "monitoring.file": {
    doc: "where the plugin monitoring writes its counters, as text for Prometheus",
    expected: "a path",
    read: path,
    default: ".stepwell/metrics.prom",
    variables: ["STEPWELL_MONITORING_FILE"],
  } as Setting<string>,
  "notification.webhook": {
    doc: "whom the plugin notification tells of runs that did not end well, by JSON",
    expected: "a URL",
    read: url(["http", "https"]),
    default: optional,
    variables: ["STEPWELL_NOTIFICATION_WEBHOOK"],
    secret: "all",
  } as Setting<string | undefined>,
  "notification.email": {
    doc: "whom it tells by email",
    expected: "addresses with , between them",
    read: text,
    default: optional,
    variables: ["STEPWELL_NOTIFICATION_EMAIL"],
  } as Setting<string | undefined>,
  "email.server": {
    doc: "the server that sends emails",
    expected: "a URL: smtp://USER:PASSWORD@HOST:PORT or smtps://",
    read: url(["smtp", "smtps"]),
    default: optional,
    variables: ["STEPWELL_EMAIL_SERVER"],
    secret: "password",
  } as Setting<string | undefined>,
  "email.from": {
    doc: "the address that emails come from",
    expected: "an address",
    read: text,
    default: "stepwell@localhost",
    variables: ["STEPWELL_EMAIL_FROM"],
  } as Setting<string>,
} as const;
