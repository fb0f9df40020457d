/**
 * Every setting there is: one line of this table is all that a setting needs. A dot in a key is a level in the file:
 * `run.shell` stands there as `run: { shell: js }`.
 */
import { delimiter } from "node:path";
import { files, path, paths, store } from "./locations.ts";
import { pluginSettings } from "./plugin-settings.ts";
import { bytes, count, flag, names, seconds, text, url, word } from "./reading.ts";
import type { Setting } from "./setting.ts";

const levels = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;
type Level = (typeof levels)[number];

/** As Python names and numbers them, too. */
const levelSpellings: Readonly<Record<string, Level>> = {
  notset: "trace",
  warning: "warn",
  critical: "fatal",
  off: "silent",
  "10": "debug",
  "20": "info",
  "30": "warn",
  "40": "error",
  "50": "fatal",
};

type Shell = "js" | "ts" | "python";
const optional = undefined;

export const settingTable = {
  store: {
    doc: "where runs are kept",
    expected: "a URL: file:PATH, memory: or postgres://USER@HOST/DATABASE",
    read: store,
    default: "file:.stepwell/stepwell.db",
    variables: ["STEPWELL_STORE", "DATABASE_URL"],
    secret: "password",
  } as Setting<string>,
  namespace: {
    doc: "whose runs, secrets and variables are seen",
    expected: "a name",
    read: text,
    default: "default",
    variables: ["STEPWELL_NAMESPACE"],
  } as Setting<string>,
  keys: {
    doc: "keys of encrypted stores: the first one encrypts, all decrypt",
    expected: "ID:BASE64,ID:BASE64, keys of 32 bytes",
    read: text,
    default: optional,
    variables: ["STEPWELL_KEYS"],
    secret: "all",
  } as Setting<string | undefined>,
  build: {
    doc: "what the code that is executed is called; without it, a name made of its source",
    expected: "a name",
    read: text,
    default: optional,
    variables: ["STEPWELL_BUILD"],
  } as Setting<string | undefined>,
  redis: {
    doc: "where processes of a service share caches, rates and live events",
    expected: "a URL: redis://HOST:PORT or rediss://HOST:PORT",
    read: url(["redis", "rediss"]),
    default: optional,
    variables: ["STEPWELL_REDIS", "REDIS_URL"],
    secret: "password",
  } as Setting<string | undefined>,
  "conf-path": {
    doc: "folder of definitions, and of the templates beside them",
    expected: "a path",
    read: path,
    default: "./conf",
    variables: ["STEPWELL_CONF_PATH", "WORKFLOW_CORE_CONF_PATH"],
  } as Setting<string>,
  timeout: {
    doc: "how long a workflow may work that has no timeout of its own, in active time",
    expected: 'seconds, or text with a unit: 3600, "90 min"',
    read: seconds,
    default: 3_600_000,
    variables: ["STEPWELL_TIMEOUT", "WORKFLOW_CORE_TIMEOUT", "WORKFLOW_TIMEOUT"],
    show: (ms) => `${ms / 1_000} s`,
  } as Setting<number>,
  "max-job-parallel": {
    doc: "how many jobs of a workflow execute at a time",
    expected: "a whole number from 1 to 10,000",
    read: count(1, 10_000),
    default: 2,
    variables: ["STEPWELL_MAX_JOB_PARALLEL", "WORKFLOW_CORE_MAX_JOB_PARALLEL"],
  } as Setting<number>,
  "max-workers": {
    doc: "how many threads and processes execute isolated work",
    expected: "a whole number from 1 to 1,024",
    read: count(1, 1_024),
    default: ({ processors }) => processors,
    variables: ["STEPWELL_MAX_WORKERS", "WORKFLOW_MAX_WORKERS"],
  } as Setting<number>,
  "private-hosts": {
    doc: "hosts that `http` stages may reach although their addresses are private",
    expected: "names or addresses, NAME:PORT for one port; a list, or text with commas",
    read: names,
    default: [],
    variables: ["STEPWELL_PRIVATE_HOSTS"],
    show: (hosts) => hosts.join(", "),
  } as Setting<readonly string[]>,
  databases: {
    doc: "files of SQLite databases that `sql` and `store` stages name",
    expected: "NAME: FILE, a map, or text with commas: NAME=FILE,NAME=FILE",
    read: files,
    default: {},
    variables: ["STEPWELL_DATABASES"],
    show: (databases) =>
      Object.entries(databases)
        .map(([name, file]) => `${name}=${file}`)
        .join(", "),
  } as Setting<Readonly<Record<string, string>>>,
  "artifacts.folder": {
    doc: "where artifacts of jobs are kept; machines that pass them on share it. Without it, .stepwell/artifacts",
    expected: "a path",
    read: path,
    default: optional,
    variables: ["STEPWELL_ARTIFACTS_FOLDER"],
  } as Setting<string | undefined>,
  "artifacts.size": {
    doc: "how large one artifact may be",
    expected: 'bytes, or text with a unit: "500 MB", "2 GiB"',
    read: bytes,
    default: 1024 ** 3,
    variables: ["STEPWELL_ARTIFACTS_SIZE"],
    show: (size) => (size % 1024 ** 3 === 0 ? `${size / 1024 ** 3} GiB` : `${size} B`),
  } as Setting<number>,
  "audit.enabled": {
    doc: "whether a record is kept of each release",
    expected: "true or false",
    read: flag,
    default: true,
    variables: ["STEPWELL_AUDIT_ENABLED", "WORKFLOW_CORE_AUDIT_ENABLED"],
  } as Setting<boolean>,
  "run.shell": {
    doc: "language of `run` stages that name none",
    expected: "js, ts or python",
    read: word<Shell>(["js", "ts", "python"], { javascript: "js", typescript: "ts", python3: "python", py: "python" }),
    default: optional,
    variables: ["STEPWELL_RUN_SHELL", "WORKFLOW_RUN_SHELL"],
  } as Setting<Shell | undefined>,
  "tasks.path": {
    doc: "folders below which modules of tasks are, for `uses: path/name@tag`",
    expected: "paths with : between them (; on Windows), or a list",
    read: paths,
    default: ["./tasks"],
    variables: ["STEPWELL_TASKS_PATH"],
    show: (folders) => folders.join(delimiter),
  } as Setting<readonly string[]>,
  ...pluginSettings,
  "docker.host": {
    doc: "where the Docker Engine listens, for `docker` stages and jobs on `docker:IMAGE`",
    expected: "unix:///PATH or tcp://HOST:PORT",
    read: text,
    default: "unix:///var/run/docker.sock",
    variables: ["STEPWELL_DOCKER_HOST", "DOCKER_HOST"],
  } as Setting<string>,
  "log.level": {
    doc: "the least that is logged",
    expected: levels.join(", "),
    read: word(levels, levelSpellings),
    default: "info",
    variables: ["STEPWELL_LOG_LEVEL", "LOG_LEVEL"],
  } as Setting<Level>,
  // Not STEPWELL_PORT: Kubernetes sets that by itself for a service named stepwell.
  "http.port": {
    doc: "port of the service",
    expected: "a whole number from 0 to 65535; 0 takes any that is free",
    read: count(0, 65_535),
    default: 8_000,
    variables: ["STEPWELL_HTTP_PORT", "SERVICE_PORT"],
  } as Setting<number>,
} as const;

/** The name of a setting. */
export type SettingKey = keyof typeof settingTable;
/** What a setting is: times are milliseconds. */
export type SettingValue<K extends SettingKey> = (typeof settingTable)[K] extends Setting<infer T> ? T : never;

export const settingKeys = Object.keys(settingTable) as readonly SettingKey[];

/** The setting without the type of its value, for what treats all alike. */
export function settingOf(key: SettingKey): Setting<unknown> {
  return settingTable[key] as Setting<unknown>;
}
