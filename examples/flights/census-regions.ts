/** The four regions of the US Census Bureau; what belongs to none of the fifty states is the islands. */
export const regions = ["Northeast", "Midwest", "South", "West", "Islands"] as const;
export type Region = (typeof regions)[number];

const states: Record<Region, string> = {
  Northeast: "CT MA ME NH NJ NY PA RI VT",
  Midwest: "IA IL IN KS MI MN MO ND NE OH SD WI",
  South: "AL AR DC DE FL GA KY LA MD MS NC OK SC TN TX VA WV",
  West: "AK AZ CA CO HI ID MT NM NV OR UT WA WY",
  // CQ is an older code for MP, the Northern Mariana Islands.
  Islands: "AS CQ GU MP PR VI",
};

const regionByState = new Map(
  regions.flatMap((region) => states[region].split(" ").map((state): [string, Region] => [state, region])),
);

/** Undefined for what is not a state or territory of the United States. */
export function regionOfState(state: string): Region | undefined {
  return regionByState.get(state);
}
