import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import { Client } from "fhir-kit-client";
import { describe, expect, inject, it } from "vitest";
import { ask, reasonOf, type Resource, search, tokenFor } from "./asking.ts";
import { modicum } from "./running-server.ts";
import { E2E_NOW } from "./shared-server.ts";

const hospital = generateHospital({ seed: DEFAULT_SEED, size: "practice", now: Date.parse(E2E_NOW) });
const { landmarks } = hospital;

describe("the biller, for payment", () => {
  it("F008 F030 sees name, birth date and address of a billable patient, and nothing else of the chart's header", async () => {
    const reply = await ask("bea.biller", "HPAYMT", `/fhir/Patient/${landmarks.billablePatient}`);
    expect(reply.status).toBe(200);
    const patient = reply.json as Resource;
    expect(Object.keys(patient)).toEqual(expect.arrayContaining(["name", "birthDate", "address"]));
    for (const hidden of ["text", "contact", "contained", "extension", "photo", "maritalStatus"]) {
      expect(patient).not.toHaveProperty(hidden);
    }
    expect(reply.text).not.toContain("us-ssn");
  });

  it("F030 sees claims and coverage", async () => {
    for (const type of ["Claim", "Coverage"]) {
      const found = await search("bea.biller", "HPAYMT", `${type}?patient=${landmarks.billablePatient}`);
      expect(found.length).toBeGreaterThan(0);
    }
  });

  it.each(["Observation", "MedicationRequest", "DocumentReference"])(
    "F030 is refused %s, with rule and next step",
    async (type) => {
      const reply = await ask("bea.biller", "HPAYMT", `/fhir/${type}?patient=${landmarks.billablePatient}`);
      expect(reply.status).toBe(403);
      expect(reasonOf(reply)).toBe("type_not_permitted");
    },
  );
});

describe("who has no business with a chart", () => {
  it.each(["HPAYMT", "TREAT", "HOPERAT", "HRESCH"])(
    "F032 human resources gets nothing for %s",
    async (purpose) => {
      const reply = await ask("hana.hr", purpose, `/fhir/Patient/${landmarks.billablePatient}`);
      expect(reply.status).toBe(403);
    },
  );

  it("F018 F029 the front desk claiming treatment is denied", async () => {
    const reply = await ask("fran.frontdesk", "TREAT", `/fhir/Patient/${landmarks.bookedPatient}`);
    expect(reply.status).toBe(403);
    expect(reasonOf(reply)).toBe("purpose_not_permitted");
  });

  it("F029 the front desk finds booked patients and is denied their conditions and documents", async () => {
    const found = await search("fran.frontdesk", "scheduling", `Patient?_id=${landmarks.bookedPatient}`);
    expect(found.map(({ id }) => id)).toEqual([landmarks.bookedPatient]);
    for (const type of ["Condition", "DocumentReference"]) {
      const reply = await ask(
        "fran.frontdesk",
        "scheduling",
        `/fhir/${type}?patient=${landmarks.bookedPatient}`,
      );
      expect(reply.status).toBe(403);
    }
  });
});

describe("the physician, for treatment", () => {
  it("F009 sees his own patient's chart: conditions, results, medications, notes", async () => {
    for (const type of ["Condition", "Observation", "MedicationRequest", "DocumentReference"]) {
      const found = await search("paul.provider", "TREAT", `${type}?patient=${landmarks.paulsPatient}`);
      expect(found.length, type).toBeGreaterThan(0);
    }
  });

  it("F009 F159 a stranger's chart is the same 404 as one that does not exist", async () => {
    const stranger = await ask("paul.provider", "TREAT", `/fhir/Patient/${landmarks.strangerOfPaul}`);
    const absent = await ask("paul.provider", "TREAT", "/fhir/Patient/0000000000000000");
    expect(stranger.status).toBe(404);
    expect(stranger.text).toBe(absent.text);
    expect(headerNames(stranger.headers)).toEqual(headerNames(absent.headers));
  });

  it("F034 does not see psychotherapy notes that others wrote, and the view says so", async () => {
    const found = await search(
      "paul.provider",
      "TREAT",
      `DocumentReference?patient=${landmarks.psychotherapyPatient}&_count=200`,
    );
    expect(JSON.stringify(found)).not.toContain("PSYTHPN");
    const check = await modicum(
      ["check", "--as", "paul.provider", "--purpose", "TREAT", "--resource", "DocumentReference"],
      {
        dataDir: inject("serverDataDir"),
      },
    );
    expect(check.code).toBe(0);
  });
});

describe("a stock FHIR client", () => {
  it("F158 reads a trimmed chart through the gateway", async () => {
    const client = new Client({
      baseUrl: `${inject("serverUrl")}/fhir`,
      bearerToken: await tokenFor("bea.biller", "HPAYMT"),
    });
    const patient = await client.read({ resourceType: "Patient", id: landmarks.billablePatient });
    expect(patient["id"]).toBe(landmarks.billablePatient);
    const claims = await client.search({
      resourceType: "Claim",
      searchParams: { patient: landmarks.billablePatient },
    });
    expect(claims.resourceType).toBe("Bundle");
  });
});

describe("the record", () => {
  it("F012 names person, declared purpose, rules and policy of what was just asked", async () => {
    const asked = await ask("bea.biller", "HPAYMT", `/fhir/Patient/${landmarks.billablePatient}`);
    const id = asked.headers.get("x-request-id") ?? "";
    const found = await modicum(
      [
        "log",
        "search",
        "--as",
        "audra.auditor",
        "--purpose",
        "audit",
        "--person",
        "bea.biller",
        "--limit",
        "5",
        "-o",
        "json",
      ],
      {
        dataDir: inject("serverDataDir"),
      },
    );
    expect(found.code).toBe(0);
    const { entries } = JSON.parse(found.stdout) as {
      entries: {
        id: string;
        purpose: string;
        rules: string[];
        policy: string;
        released: string[];
        withheldCount: number;
      }[];
    };
    const entry = entries.find((candidate) => candidate.id === id);
    expect(entry).toMatchObject({ purpose: "HPAYMT" });
    expect(entry?.rules[0]).toMatch(/^role:biller\//);
    expect(entry?.policy).toMatch(/^[0-9a-f]{64}$/);
    expect(entry?.withheldCount).toBeGreaterThan(0);
  });

  it("F013 F012 `explain` names the rule and what it says", async () => {
    const asked = await ask("bea.biller", "HPAYMT", `/fhir/Patient/${landmarks.billablePatient}`);
    const explained = await modicum(
      ["explain", asked.headers.get("x-request-id") ?? "", "--as", "bea.biller", "--purpose", "HPAYMT"],
      {
        dataDir: inject("serverDataDir"),
      },
    );
    expect(explained.code).toBe(0);
    expect(explained.stderr).toContain("role:biller/billing");
  });

  it("a biller may not read the record", async () => {
    const found = await modicum(["log", "search", "--as", "bea.biller", "--purpose", "HPAYMT"], {
      dataDir: inject("serverDataDir"),
    });
    expect(found.code).toBe(3);
    expect(found.stderr).toContain("no_grant");
  });
});

function headerNames(headers: Headers): string[] {
  return [...headers.keys()].toSorted();
}
