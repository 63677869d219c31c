import { describe, expect, it } from "vitest";
import type { ComparisonDesk } from "../../src/api/comparison/ports.ts";
import { createApi } from "../../src/api/app.ts";
import { practiceApi } from "../../src/api/testing/practice-api.ts";

/** A page that nobody signs in to, and that asks the gateway some thirty times for each visit. */
describe("one chart through different eyes, asked for by a page of another origin", () => {
  async function visit(headers: Readonly<Record<string, string>>) {
    const acted: string[] = [];
    const credentials = async (who: string) => {
      acted.push(who);
      const authorization = "Bearer audra.auditor";
      return {
        authorization,
        session: undefined,
        purposeHeader: "audit",
        caseHeader: undefined,
        channel: "api",
      };
    };
    const comparison: ComparisonDesk = {
      eyes: [],
      guide: () => credentials("guide"),
      credentials: ({ personId }) => credentials(personId),
      held: async () => [],
      lentTo: async () => [],
      ask: async () => ({ entries: [], records: [] }),
      projectionContext: () => ({ now: 0, tokenize: null, zip3: new Set() }),
    };
    const { deps, entries } = await practiceApi({ more: () => ({ comparison }) });
    const { status } = await createApi(deps).request("/api/v1/comparison", { headers });
    return { status, entries: entries.length, acted };
  }

  it.each(["cross-site", "same-site"])(
    "writes nothing into the record where the browser says `%s`",
    async (site) => {
      expect(await visit({ "sec-fetch-site": site })).toEqual({ status: 400, entries: 0, acted: [] });
    },
  );

  it.each([{}, { "sec-fetch-site": "same-origin" }, { "sec-fetch-site": "none" }])(
    "is asked and recorded with %j",
    async (headers) => {
      expect(await visit(headers)).toMatchObject({ entries: 1, acted: ["guide"] });
    },
  );
});
