export { combine, type Status, statuses, statusOf } from "./status.ts";
