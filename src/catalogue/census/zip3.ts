import census from "./zip3-2020.json" with { type: "json" };

/**
 * First three ZIP digits that may stand: units of more than 20,000 people by current census data
 * (45 CFR 164.514(b)(2)(i)(B)). What is not listed becomes `000`.
 */
export const POPULOUS_ZIP3: ReadonlySet<string> = new Set(census.zip3.flatMap((line) => line.split(" ")));
