import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { AppError } from "../../src/kernel/errors.ts";
import { at, list, ofType, sharedHospital, text } from "../testing/shared-hospital.ts";
import type { DemoServer } from "./server.ts";
import { startDemoServer } from "./server.ts";

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Bundle;
}

interface Bundle {
  readonly resourceType: string;
  readonly total?: number;
  readonly link?: readonly { readonly relation: string; readonly url: string }[];
  readonly entry?: readonly {
    readonly fullUrl: string;
    readonly resource: {
      readonly resourceType: string;
      readonly id: string;
      readonly [key: string]: unknown;
    };
  }[];
  readonly issue?: readonly { readonly code: string; readonly diagnostics: string }[];
}

const hospital = sharedHospital();
const { landmarks } = hospital;
let server: DemoServer;

beforeAll(async () => {
  server = await startDemoServer(hospital, { port: 0, host: "127.0.0.1" });
});
afterAll(() => server.close());

async function answerOf(response: Response): Promise<Answer> {
  const body = await response.text();
  return { status: response.status, headers: response.headers, text: body, body: JSON.parse(body) as Bundle };
}

async function get(path: string): Promise<Answer> {
  return answerOf(await fetch(path.startsWith("http") ? path : `${server.url}/${path}`));
}

async function post(path: string, form: string): Promise<Answer> {
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return answerOf(await fetch(`${server.url}/${path}`, { method: "POST", body: form, headers }));
}

function ids(answer: Answer): readonly string[] {
  return (answer.body.entry ?? []).map(({ resource }) => resource.id);
}

/** The ids a plain filter over the charts gives, to compare a search with. */
function expected(
  type: string,
  holds: Parameters<ReturnType<typeof ofType>["filter"]>[0],
): readonly string[] {
  return ofType(hospital, type)
    .filter(holds)
    .map(({ id }) => text(id));
}

describe("the demo FHIR server", () => {
  test("F158 reads a record as it is stored, with its version", async () => {
    const answer = await get("Patient/patient-pat");
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-type")).toContain("application/fhir+json");
    expect(answer.headers.get("etag")).toMatch(/^W\/"\d"$/);
    expect(answer.text).toContain("http://www.w3.org/1999/xhtml");
  });

  test("F158 what is not there is a 404 with an OperationOutcome", async () => {
    const answer = await get("Patient/nobody");
    expect(answer.status).toBe(404);
    expect(answer.body.resourceType).toBe("OperationOutcome");
  });

  test.each(["patient", "subject"])(
    "F158 POST _search narrows by a list of 50 patients under `%s`",
    async (code) => {
      const patients = hospital.demand.patients.slice(0, 50).map(({ id }) => id);
      const form = `${code}=${patients.map((id) => (code === "subject" ? `Patient/${id}` : id)).join(",")}&_count=1000`;
      const wanted = new Set(patients.map((id) => `Patient/${id}`));
      expect(ids(await post("Encounter/_search", form))).toEqual(
        expected("Encounter", (each) => wanted.has(text(at(each, "subject", "reference")))),
      );
    },
  );

  test("F158 finds by a list of ids", async () => {
    const wanted = [landmarks.pat, landmarks.paulsPatient];
    const found = await get(`Patient?_id=${wanted.join(",")},nobody`);
    expect(new Set(ids(found))).toEqual(new Set(wanted));
    expect(found.body.total).toBe(2);
  });

  test("F158 GET and POST give the same records", async () => {
    const query = "general-practitioner=Practitioner/practitioner-paul-provider&_count=500";
    expect(ids(await get(`Patient?${query}`))).toEqual(ids(await post("Patient/_search", query)));
  });

  test("F158 tokens match by code, by system and code, and by system alone", async () => {
    const withCode = expected("Condition", (each) =>
      list(at(each, "code", "coding")).some((coding) => at(coding, "code") === "I10"),
    );
    expect(withCode.length).toBeGreaterThan(5);
    for (const value of ["I10", "http://hl7.org/fhir/sid/icd-10-cm|I10"]) {
      expect(ids(await get(`Condition?code=${encodeURIComponent(value)}&_count=500`))).toEqual(withCode);
    }
    expect(ids(await get("Condition?code=|I10"))).toEqual([]);
    const all = await get(
      `Condition?code=${encodeURIComponent("http://hl7.org/fhir/sid/icd-10-cm|")}&_summary=count`,
    );
    expect(all.body.total).toBe(ofType(hospital, "Condition").length);
  });

  test("F158 identifiers are found by system and value", async () => {
    const [patient] = hospital.demand.patients;
    expect(ids(await get(`Patient?identifier=http://hl7.org/fhir/sid/us-ssn|${patient?.ssn}`))).toEqual([
      patient?.id,
    ]);
  });

  test("F158 strings match from the beginning, whatever their case; :exact and :contains do as they say", async () => {
    const family = hospital.demand.patients[0]?.person.family ?? "";
    const named = expected("Patient", (each) =>
      list(each["name"]).some((name) => text(at(name, "family")) === family),
    );
    const query = (modifier: string, value: string): Promise<Answer> =>
      get(`Patient?family${modifier}=${value}&_count=500`);
    expect(ids(await query("", family.toUpperCase()))).toEqual(expect.arrayContaining([...named]));
    expect(ids(await query(":exact", family))).toEqual(named);
    expect(ids(await query(":exact", family.toUpperCase()))).toEqual([]);
    expect(ids(await query(":contains", family.slice(1)))).toEqual(expect.arrayContaining([...named]));
  });

  test("F158 dates match by day, by prefix and by overlap of a period", async () => {
    const today = expected("Appointment", (each) => text(each["start"]).startsWith("2026-05-04"));
    expect(
      new Set(
        ids(
          await get(
            "Appointment?date=ge2026-05-04T00:00:00-04:00&date=lt2026-05-05T00:00:00-04:00&_count=500",
          ),
        ),
      ),
    ).toEqual(new Set(today));
    const born = expected("Patient", (each) => text(each["birthDate"]) < "1960");
    expect(ids(await get("Patient?birthdate=lt1960&_count=500"))).toEqual(born);
    expect(
      ids(await get(`Patient?birthdate=${text(ofType(hospital, "Patient")[0]?.["birthDate"])}`)),
    ).toContain(text(ofType(hospital, "Patient")[0]?.["id"]));
  });

  test("F158 repeated parameters are joined by AND, commas by OR", async () => {
    const answer = await get(
      "Task?owner=Practitioner/practitioner-cory-coder&status=requested,in-progress&_count=500",
    );
    const wanted = expected(
      "Task",
      (each) => at(each, "owner", "reference") === "Practitioner/practitioner-cory-coder",
    );
    expect(ids(answer)).toEqual(wanted);
    expect(ids(await get("Task?status=requested&status=in-progress"))).toEqual([]);
  });

  test("F158 :not and :missing", async () => {
    const total = ofType(hospital, "Task").length;
    const [requested, others, withoutOwner] = await Promise.all([
      get("Task?status=requested&_summary=count"),
      get("Task?status:not=requested&_summary=count"),
      get("Task?owner:missing=true&_summary=count"),
    ]);
    expect((requested.body.total ?? 0) + (others.body.total ?? 0)).toBe(total);
    expect(withoutOwner.body.total).toBe(0);
  });

  test("F158 quantities compare by number", async () => {
    const answer = await get(
      `Observation?code=4548-4&value-quantity=${encodeURIComponent("gt7.5|http://unitsofmeasure.org|%")}&_count=500`,
    );
    const wanted = expected(
      "Observation",
      (each) =>
        at(each, "code", "coding", 0, "code") === "4548-4" &&
        Number(at(each, "valueQuantity", "value")) > 7.5,
    );
    expect(ids(answer)).toEqual(wanted);
  });

  test("F158 next links lead through every match once", async () => {
    const seen: string[] = [];
    let page: Answer | undefined = await post("Encounter/_search", "_count=100");
    while (page !== undefined) {
      seen.push(...ids(page));
      const next: string | undefined = page.body.link?.find(({ relation }) => relation === "next")?.url;
      page = next === undefined ? undefined : await get(next);
    }
    expect(seen).toEqual(expected("Encounter", () => true));
  });

  test("a page link that has been forgotten is gone", async () => {
    expect((await get(`${server.url}?_getpages=999999`)).status).toBe(410);
  });

  test("no link repeats the parameters of a search by POST", async () => {
    const answer = await post("Observation/_search", `patient=${landmarks.pat}&_count=1`);
    expect(answer.body.link?.map(({ relation }) => relation)).toEqual(["next"]);
    expect(JSON.stringify(answer.body.link)).not.toContain(landmarks.pat);
  });

  test("F158 _sort orders by date, up and down", async () => {
    const births = (answer: Answer): string[] =>
      (answer.body.entry ?? []).map(({ resource }) => String(resource["birthDate"]));
    const up = births(await get("Patient?_sort=birthdate&_count=500"));
    const down = births(await get("Patient?_sort=-birthdate&_count=500"));
    expect(up).toEqual(up.toSorted());
    expect(down).toEqual(down.toSorted().toReversed());
  });

  test("_total=none leaves the total out; _count=0 gives nothing else", async () => {
    expect((await get("Task?_total=none")).body.total).toBeUndefined();
    const counted = await get("Task?_count=0");
    expect(counted.body.entry).toBeUndefined();
    expect(counted.body.total).toBe(ofType(hospital, "Task").length);
  });

  test.each([
    ["Patient?nickname=x", 400],
    ["Patient?birthdate=yesterday", 400],
    ["Patient?family:soundex=x", 400],
    ["Patient?_sort=nickname", 400],
    ["Nonsense", 404],
    ["Patient/1/2/3", 404],
  ])("%s is answered with %i and an OperationOutcome", async (path, status) => {
    const answer = await get(path);
    expect(answer.status).toBe(status);
    expect(answer.body.issue?.[0]?.diagnostics).toMatch(/./);
  });

  test("a search by POST must be a form", async () => {
    const response = await fetch(`${server.url}/Patient/_search`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(response.status).toBe(415);
  });

  test("F158 /metadata names every type with its parameters", async () => {
    const answer = await get("metadata");
    const statement = answer.body as unknown as {
      rest: [{ resource: { type: string; searchParam: { name: string }[] }[] }];
    };
    const patient = statement.rest[0].resource.find(({ type }) => type === "Patient");
    expect(patient?.searchParam.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["birthdate", "family", "identifier"]),
    );
  });

  test("listens on loopback alone", async () => {
    await expect(startDemoServer(hospital, { port: 0, host: "0.0.0.0" })).rejects.toMatchObject({
      code: "demo_not_loopback",
    });
  });

  test("a port that is taken is a fault with a code", async () => {
    const port = Number(new URL(server.url).port);
    const fault = await startDemoServer(hospital, { port, host: "127.0.0.1" }).catch(
      (caught: unknown) => caught,
    );
    expect(fault).toBeInstanceOf(AppError);
    expect(fault).toMatchObject({ code: "port_busy" });
  });
});
