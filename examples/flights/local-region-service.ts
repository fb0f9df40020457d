/** The region service of this process: started when it is first asked for, gone with the process. */
import { type RegionService, startRegionService } from "./region-service.ts";

let started: Promise<RegionService> | undefined;

export function localRegionService(): Promise<RegionService> {
  started ??= startRegionService();
  return started;
}
