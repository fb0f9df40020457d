import { expect, test } from "vitest";
import { parseAirports, readAirports } from "./airports.ts";

const header = "iata,name,city,state,country,latitude,longitude\n";

test("the whole file is read, quoted names included", () => {
  const airports = readAirports();
  expect(airports).toHaveLength(3376);
  expect(new Set(airports.map((airport) => airport.iata)).size).toBe(3376);
  expect(airports.find((airport) => airport.iata === "BTR")).toEqual({
    iata: "BTR",
    name: "Baton Rouge Metropolitan, Ryan",
    city: "Baton Rouge",
    state: "LA",
    country: "USA",
    latitude: 30.53316083,
    longitude: -91.14963444,
  });
});

test("NA means that city and state are not known, but stays a fine airport code or name", () => {
  const [airport] = parseAirports(`${header}NA,NA,NA,NA,USA,46.35,-87.39\n`);
  expect(airport).toMatchObject({ iata: "NA", name: "NA", city: "", state: "" });
});

test.each(["MQT,Marquette,NA,NA,USA,46.35", "MQT,Marquette,NA,NA,USA,,", "MQT,Marquette,NA,NA,USA,91,0"])(
  "%s is refused with its line",
  (line) => {
    expect(() => parseAirports(`${header}A,A,A,CA,USA,1,1\n${line}\n`)).toThrow(/airports.csv:3/);
  },
);

test("another set of columns is refused", () => {
  expect(() => parseAirports("code,name\n")).toThrow(/begins with/);
});
