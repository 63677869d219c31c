// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { declare, declareNothing } from "./declared.ts";
import { nextPage, searchFhir } from "./fhir.ts";
import { ApiError } from "./problem.ts";
import { consoleFetch } from "./transport.ts";

const asked: Request[] = [];

beforeEach(() => {
  asked.length = 0;
  declareNothing();
  vi.stubGlobal("fetch", async (input: string, init: RequestInit) => {
    asked.push(new Request(new URL(input, "http://console.test"), init));
    return Response.json({ resourceType: "Bundle" }, { headers: { "x-request-id": "e1" } });
  });
});

afterEach(() => vi.unstubAllGlobals());

describe("a request of the console", () => {
  it("carries the mark that no other site can set", async () => {
    await consoleFetch("/api/v1/session");
    expect(asked[0]?.headers.get("x-modicum-console")).toBe("1");
  });

  it("carries the purpose that is declared, with its case", async () => {
    declare({ person: "bea.biller", purpose: "claim-support", case: "claim-7" });
    await consoleFetch("/fhir/Claim");
    expect([asked[0]?.headers.get("x-purpose-of-use"), asked[0]?.headers.get("x-case")]).toEqual([
      "claim-support",
      "claim-7",
    ]);
  });

  it("carries no purpose when none is declared", async () => {
    await consoleFetch("/fhir/Claim");
    expect(asked[0]?.headers.has("x-purpose-of-use")).toBe(false);
  });

  it("keeps a purpose that is given for this request alone, without the case of another", async () => {
    declare({ person: "bea.biller", purpose: "claim-support", case: "claim-7" });
    await consoleFetch("/fhir/Claim", { headers: { "X-Purpose-Of-Use": "audit" } });
    expect([asked[0]?.headers.get("x-purpose-of-use"), asked[0]?.headers.has("x-case")]).toEqual([
      "audit",
      false,
    ]);
  });
});

describe("a search of FHIR", () => {
  it("UX goes by POST, with nothing of what is searched for in the URL", async () => {
    await searchFhir("Patient", { name: "Smith", _id: ["1", "2"] });
    expect([asked[0]?.method, asked[0]?.url]).toEqual(["POST", "http://console.test/fhir/Patient/_search"]);
    expect(await asked[0]?.text()).toBe("name=Smith&_id=1&_id=2");
  });

  it("names its entry in the record", async () => {
    expect((await searchFhir("Patient", {})).entryId).toBe("e1");
  });

  it("follows the sealed link to the next page on its own origin", async () => {
    const link = [{ relation: "next", url: "https://elsewhere.test/fhir/Patient?_page=sealed" }];
    await nextPage({ resourceType: "Bundle", link });
    expect(new URL(asked[0]?.url ?? "").pathname + new URL(asked[0]?.url ?? "").search).toBe(
      "/fhir/Patient?_page=sealed",
    );
    expect(asked[0]?.url).not.toContain("elsewhere");
  });

  it("has no page after the last", async () => {
    expect(await nextPage({ resourceType: "Bundle", link: [] })).toBeNull();
    expect(asked).toEqual([]);
  });

  it("throws the gateway's reason", async () => {
    vi.stubGlobal("fetch", async () => Response.json({ code: "no_grant" }, { status: 403 }));
    await expect(searchFhir("Patient", {})).rejects.toBeInstanceOf(ApiError);
  });
});
