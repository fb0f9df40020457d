import { fileURLToPath } from "node:url";

// The package exports its entry alone; the data files are found from there: <package>/build/index.js → <package>/data.
export function vegaDataFile(name: string): string {
  return fileURLToPath(new URL(`../data/${name}`, import.meta.resolve("vega-datasets")));
}

export function flightsFile(): string {
  return vegaDataFile("flights-3m.parquet");
}
