/** What the upstream of the gateway benchmark serves: one chart of the demo hospital, read and searched at three sizes. */
import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { DEFAULT_SEED, generateHospital } from "../../demo/hospital.ts";
import type { JsonObject } from "../../src/kernel/json.ts";
import { stringifyJson } from "../../src/kernel/json.ts";

/** About so many kilobytes an answer of the upstream has. */
export type AnswerSize = 1 | 20 | 137;

/** Who asks: a physician of the demo, of a patient in their care. */
export const PERSON = "paul.provider";
export const PURPOSE = "treatment";

/** One request, the same for everybody who is measured. */
export interface BenchRequest {
  readonly method: "GET" | "POST";
  /** Below the base: `/Patient/7`. */
  readonly path: string;
  readonly body: string | null;
}

export interface Material {
  readonly request: BenchRequest;
  /** What the upstream answers to it. */
  readonly text: string;
  readonly type: "Patient" | "Observation";
  readonly patientId: string;
  /** Files below the FHIR base by path, the answer among them; what is not there is an empty search. */
  readonly files: ReadonlyMap<string, string>;
}

/** Members that make a Patient of about 1 KB. */
const SMALL_PATIENT = ["resourceType", "id", "meta", "active", "name", "gender", "birthDate", "address"];

/** The chart of a patient in the person's care, with as many observations as make up the size. */
export function materialOf(size: AnswerSize): Material {
  const { resources, landmarks } = generateHospital({
    seed: DEFAULT_SEED,
    size: "practice",
    now: Date.now(),
  });
  const patientId = landmarks.paulsPatient;
  const chart = resources.filter((record) => isOfChart(record, patientId));
  const observations = searchset(observationsUpTo(size * 1_000, chart.filter(isOf("Observation"))));
  const whole = chart.find(isOf("Patient")) ?? {};
  const patient = stringifyJson(
    Object.fromEntries(Object.entries(whole).filter(([name]) => SMALL_PATIENT.includes(name))),
  );
  const files = new Map([
    [`Patient/${patientId}`, patient],
    ["Patient/_search", searchset([whole])],
    ["Observation/_search", observations],
    ["metadata", '{"resourceType":"CapabilityStatement","status":"active","fhirVersion":"4.0.1"}'],
    ...["CareTeam", "Encounter"].map(
      (type) => [`${type}/_search`, searchset(chart.filter(isOf(type)))] as const,
    ),
    ...neighborsOf(chart, resources),
  ]);
  const [read, search] = [
    { method: "GET", path: `/Patient/${patientId}`, body: null } as const,
    { method: "POST", path: "/Observation/_search", body: `patient=${patientId}&_count=500` } as const,
  ];
  return size === 1
    ? { request: read, text: patient, type: "Patient", patientId, files }
    : { request: search, text: observations, type: "Observation", patientId, files };
}

/** Writes the files, and the empty answer to every other search, below a folder. */
export async function writeMaterial({ files }: Material, dir: string): Promise<void> {
  for (const [path, text] of [...files, ["empty", searchset([])] as const]) {
    const file = join(dir, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

/** What the observations and their visits refer to, by type, so that what labels them can be looked up. */
function neighborsOf(
  chart: readonly JsonObject[],
  resources: readonly JsonObject[],
): readonly (readonly [string, string])[] {
  const observed = stringifyJson(
    chart.filter((record) => isOf("Observation")(record) || isOf("Encounter")(record)),
  );
  return ["Practitioner", "Organization", "Location", "ServiceRequest", "Specimen"].map((type) => {
    const found = resources.filter(
      (record) => isOf(type)(record) && observed.includes(`"${type}/${record["id"] as string}"`),
    );
    return [`${type}/_search`, searchset(found)] as const;
  });
}

/** The chart's own observations over and over, each time under other ids, until the text is so long. */
function observationsUpTo(bytes: number, chart: readonly JsonObject[]): readonly JsonObject[] {
  const found: JsonObject[] = [];
  let length = 0;
  while (length < bytes) {
    const next = chart[found.length % chart.length] ?? {};
    const one = { ...next, id: `${next["id"] as string}-${found.length}` };
    found.push(one);
    length += stringifyJson(one).length + ENTRY_BYTES;
  }
  return found;
}

const ENTRY_BYTES = 100;

function searchset(records: readonly JsonObject[]): string {
  const entry = records.map((resource) => ({
    fullUrl: `http://upstream.example/fhir/${resource["resourceType"] as string}/${resource["id"] as string}`,
    resource,
    search: { mode: "match" },
  }));
  return stringifyJson({ resourceType: "Bundle", type: "searchset", entry });
}

function isOf(type: string): (record: JsonObject) => boolean {
  return (record) => record["resourceType"] === type;
}

function isOfChart(record: JsonObject, patientId: string): boolean {
  return record["id"] === patientId || stringifyJson(record).includes(`"Patient/${patientId}"`);
}
