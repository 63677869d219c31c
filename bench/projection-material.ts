/** Made-up charts for benchmarks: the shape of real ones, from a seed, of nobody. */

/** A compact transaction Bundle of one patient with so many claims and observations. */
export function madeUpBundle(seed: number, records: number): Buffer {
  const entries: unknown[] = [entry("Patient", `p${seed}`, patient(seed))];
  for (let i = 0; i < records; i++) {
    entries.push(
      entry("Observation", `o${seed}-${i}`, observation(seed, i)),
      entry("Claim", `c${seed}-${i}`, claim(seed, i)),
    );
  }
  return Buffer.from(JSON.stringify({ resourceType: "Bundle", type: "transaction", entry: entries }));
}

/** One line of NDJSON, about 1.6 KB, with a narrative and a decimal that a double would change. */
export function madeUpLine(seed: number): string {
  const text = JSON.stringify({
    resourceType: "Claim",
    id: `c${seed}`,
    text: narrative(seed),
    ...claim(seed, 0),
  });
  return `${text.replace('"value":100.5', '"value":100.50')}\n`;
}

function entry(type: string, id: string, members: object): unknown {
  return { fullUrl: `urn:uuid:${id}`, resource: { resourceType: type, id, text: narrative(id), ...members } };
}

function narrative(what: number | string): unknown {
  return {
    status: "generated",
    div: `<div xmlns="http://www.w3.org/1999/xhtml"><p>Record ${what} of a made-up person</p></div>`,
  };
}

function coding(system: string, code: string, display: string): unknown {
  return { coding: [{ system, code, display }], text: display };
}

function patient(seed: number): object {
  return {
    identifier: [
      {
        type: coding("http://terminology.hl7.org/CodeSystem/v2-0203", "MR", "Medical record number"),
        value: `M${seed}`,
      },
      { system: "http://hl7.org/fhir/sid/us-ssn", value: `900-00-${seed}` },
    ],
    name: [{ use: "official", family: `Family${seed}`, given: ["Given", "Middle"] }],
    telecom: [{ system: "phone", value: "555-0100", use: "home" }],
    gender: "female",
    birthDate: "1970-01-02",
    address: [{ line: ["1 Main Street"], city: "Boston", state: "MA", postalCode: "02139", country: "US" }],
  };
}

function observation(seed: number, i: number): object {
  return {
    status: "final",
    category: [
      coding("http://terminology.hl7.org/CodeSystem/observation-category", "laboratory", "Laboratory"),
    ],
    code: coding("http://loinc.org", "2345-7", "Glucose [Mass/volume] in Serum or Plasma"),
    subject: { reference: `Patient/p${seed}`, display: `Given Family${seed}` },
    encounter: { reference: `Encounter/e${i}` },
    effectiveDateTime: "2026-01-02T03:04:05-05:00",
    issued: "2026-01-02T03:04:05.000-05:00",
    valueQuantity: { value: 95.5, unit: "mg/dL", system: "http://unitsofmeasure.org", code: "mg/dL" },
  };
}

function claim(seed: number, i: number): object {
  return {
    status: "active",
    type: coding("http://terminology.hl7.org/CodeSystem/claim-type", "professional", "Professional"),
    use: "claim",
    patient: { reference: `Patient/p${seed}`, display: `Given Family${seed}` },
    created: "2026-01-02T03:04:05-05:00",
    provider: { reference: "Organization/o1", display: "Main Street Practice" },
    priority: coding("http://terminology.hl7.org/CodeSystem/processpriority", "normal", "Normal"),
    diagnosis: [{ sequence: 1, diagnosisReference: { reference: `Condition/d${i}` } }],
    insurance: [{ sequence: 1, focal: true, coverage: { display: "Made-up Health" } }],
    item: [1, 2, 3].map((sequence) => ({
      sequence,
      productOrService: coding("http://www.ama-assn.org/go/cpt", "99213", "Office visit"),
      encounter: [{ reference: `Encounter/e${i}` }],
      net: { value: 40.25, currency: "USD" },
    })),
    total: { value: 100.5, currency: "USD" },
  };
}
