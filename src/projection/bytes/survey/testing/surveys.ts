/** Every survey of bytes there is. */
import { testCatalogue } from "../../../testing/catalogue.ts";
import { scannersOf } from "../../testing/scanners.ts";
import type { ByteScanner } from "../../types.ts";
import { createJavascriptSurvey } from "../javascript-survey.ts";

export interface TestedSurvey {
  readonly name: string;
  readonly survey: ByteScanner["survey"];
}

/** The kernel is built by `npm test`; without it there is one survey less. */
export function surveysUnderTest(): readonly TestedSurvey[] {
  const scanners = scannersOf(testCatalogue()).filter(({ scanner }) => scanner.kind === "wasm");
  return [
    { name: "javascript", survey: createJavascriptSurvey() },
    ...scanners.map(({ name, scanner }) => ({ name, survey: scanner.survey.bind(scanner) })),
  ];
}
