/** `npm run generate`: writes generated/*.json from the published FHIR R4 definitions. */
import { writeFileSync } from "node:fs";
import { compactCodes, compactDefinitions, compactSearchParameters, generatedText } from "./compact.ts";
import { readSource } from "./source.ts";

const source = readSource();
const files = {
  "definitions.json": compactDefinitions(source),
  "search-parameters.json": compactSearchParameters(source),
  "codes.json": compactCodes(source),
};
for (const [name, value] of Object.entries(files)) {
  writeFileSync(new URL(`./generated/${name}`, import.meta.url), generatedText(value));
}
