/** The thread of one query, in a process of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { type DatabaseQuestion, queryDatabase } from "./query-database.ts";

parentPort?.postMessage(queryDatabase(workerData as DatabaseQuestion));
