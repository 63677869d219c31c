import { describe, expect, it } from "vitest";
import { dayOf, MASKED, wordsOf } from "./words.ts";

const ZONE = "America/New_York";
const ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason";

describe("a value of FHIR in words", () => {
  it.each([
    ["a name by its text", { text: "Ana Luz", family: "Luz" }, "Ana Luz"],
    ["a name by its parts", { prefix: ["Dr."], given: ["Ana", "Eva"], family: "Luz" }, "Dr. Ana Eva Luz"],
    [
      "an address",
      { line: ["1 Elm St"], city: "Keene", state: "NH", postalCode: "03431" },
      "1 Elm St, Keene, NH, 03431",
    ],
    [
      "a concept by its text",
      { coding: [{ display: "Asthma", code: "1" }], text: "asthma, mild" },
      "asthma, mild",
    ],
    ["a concept by its codes", { coding: [{ code: "J45" }, { display: "Asthma" }] }, "J45, Asthma"],
    ["a quantity", { value: 5.6, unit: "%", code: "%" }, "5.6 %"],
    ["a bounded quantity", { comparator: "<", value: 2, code: "mg/dL" }, "< 2 mg/dL"],
    ["money", { value: 20, currency: "USD" }, "20 USD"],
    ["a range", { low: { value: 1, unit: "g" }, high: { value: 2, unit: "g" } }, "1 g – 2 g"],
    ["a contact with its use", { system: "phone", value: "555", use: "home" }, "555 (home)"],
    ["an identifier", { system: "https://clinic.test/mrn", value: "AF1", use: "usual" }, "AF1"],
    ["a reference to somebody", { reference: "Practitioner/7", display: "Paul" }, "Paul"],
    ["a reference to a patient, without the id", { reference: "Patient/7" }, "the patient"],
    ["a reference to somebody unnamed, without the id", { reference: "Practitioner/7" }, "a practitioner"],
    ["a reference by its address", { reference: "https://ehr.test/fhir/Slot/2904c" }, "a time slot"],
    ["a reference to what has no word", { reference: "urn:uuid:2904c" }, "another record"],
    ["a truth", false, "no"],
    [
      "a truth among others by its name",
      { language: { text: "English" }, preferred: true },
      "English, preferred",
    ],
    ["a day", "1978-06-16", "Jun 16, 1978"],
    ["a year alone, as it was made coarser", "1978", "1978"],
    ["nothing", null, ""],
  ])("says %s", (_what, value, words) => {
    expect(wordsOf(value, ZONE)).toBe(words);
  });

  it("tells a moment with its zone", () => {
    expect(wordsOf("2026-05-04T14:00:00Z", ZONE)).toBe("May 4, 2026, 10:00 AM EDT");
  });

  it("tells a visit of one day by that day once", () => {
    const period = { start: "2026-05-04T14:00:00Z", end: "2026-05-04T14:20:00Z" };
    expect(wordsOf(period, ZONE).replaceAll(/\s/g, " ")).toBe("May 4, 2026, 10:00 – 10:20 AM EDT");
  });

  it("F008 says that a value is masked, and not that there is none", () => {
    const masked = { extension: [{ url: ABSENT, valueCode: "masked" }] };
    expect(wordsOf(masked)).toBe(MASKED);
    expect(wordsOf({ ...masked, system: "phone" })).toBe(MASKED);
  });

  it("reads a plain text out of an attachment, and names any other by its title", () => {
    expect(wordsOf({ contentType: "text/plain", data: btoa("Doing well.") })).toBe("Doing well.");
    expect(wordsOf({ contentType: "application/pdf", data: "JVBERi0=", title: "Letter" })).toBe(
      "Letter, application/pdf",
    );
  });

  it("shows nothing of an attachment that is no text", () => {
    expect(wordsOf({ contentType: "text/plain", data: "/////w==" })).toBe("text/plain");
  });

  it("joins the members of what has no shape of its own", () => {
    expect(wordsOf({ sequence: 1, productOrService: { text: "Visit" } })).toBe("1, Visit");
  });

  it("takes the day of a moment, of a day and of a period's beginning", () => {
    expect(dayOf("2026-05-05T02:00:00Z", ZONE)).toBe("May 4, 2026");
    expect(dayOf("2026-05-04", ZONE)).toBe("May 4, 2026");
    expect(dayOf({ start: "2026-05-04", end: "2026-06-01" })).toBe("May 4, 2026");
    expect(dayOf("2026")).toBe("2026");
    expect(dayOf("soon")).toBe("");
  });
});
