/** @stepwell/cron: when a pattern fires in a time zone. It computes, and reads no clock. */
export { type Cron, type CronOptions, checkCron, cron } from "./cron.ts";
export { type CronErrorCode, cronCatalogue } from "./errors.ts";
export { type IntervalOptions, intervalToCron } from "./interval.ts";
