import { JsonNumber } from "../src/kernel/json.ts";
import type { JsonObject, JsonValue, MutableJsonObject } from "../src/kernel/json.ts";
import { date, dateTime } from "./calendar.ts";
import type { Moment } from "./calendar.ts";
import type { Patient } from "./demand/types.ts";
import { idSource } from "./ids.ts";
import type { IdSource } from "./ids.ts";
import type { Code } from "./fhir/datatypes.ts";
import { coding, narrative } from "./fhir/datatypes.ts";

const SOURCE = "https://ehr.alder-falls.example.org";

/** A record on its way into the book. */
export interface Draft {
  readonly type: string;
  /** Absent: the next opaque id of its type. */
  readonly id?: string;
  /** Whose record it is; null for the directory. Names the patient in the narrative. */
  readonly patient: Patient | null;
  /** When it was last written. */
  readonly recorded: Moment;
  /** Sentences of the narrative beside the patient's name, number and birth date. */
  readonly story: readonly string[];
  readonly labels?: readonly Code[];
  readonly profile?: string;
  readonly body: JsonObject;
}

/** Collects the charts as FHIR R4 resources with id, meta and narrative, as an EHR stores them. */
export class RecordBook {
  readonly #keep: (record: JsonObject, patient: Patient | null) => void;
  readonly #ids: IdSource;
  readonly #closesAt: Moment;
  /** By patient and type. */
  readonly #issued = new Map<string, Map<string, number>>();

  /** Nothing is recorded later than `closesAt`. Every record goes to `keep`, with whose it is; null: nobody's. */
  constructor(seed: string, closesAt: Moment, keep: (record: JsonObject, patient: Patient | null) => void) {
    this.#keep = keep;
    this.#ids = idSource(seed);
    this.#closesAt = closesAt;
  }

  /** The opaque id that the record of this type and key has in this world. */
  idOf(type: string, key: string | number): string {
    return this.#ids.idOf(type, key);
  }

  /** Counted per patient, so that more or fewer records of one patient leave the ids of the others as they were. */
  #nextId({ type, patient }: Draft): string {
    const owner = patient?.id ?? "directory";
    const counts = this.#issued.get(owner) ?? new Map<string, number>();
    this.#issued.set(owner, counts);
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    return this.idOf(`${type}/${owner}`, count);
  }

  /** Returns the reference, `Type/id`. */
  add(draft: Draft): string {
    const id = draft.id ?? this.#nextId(draft);
    const record = pruned({
      resourceType: draft.type,
      id,
      meta: this.#meta(draft, id),
      text: narrative([...patientLine(draft.patient), ...draft.story]),
      ...draft.body,
    }) as JsonObject;
    this.#keep(record, draft.patient);
    return `${draft.type}/${id}`;
  }

  /** Nothing more is written about this patient: the counters of the chart are forgotten. */
  closeChart(patient: Patient): void {
    this.#issued.delete(patient.id);
  }

  #meta(draft: Draft, id: string): JsonObject {
    return {
      versionId: String(1 + (Number.parseInt(id.slice(-1), 36) % 3)),
      lastUpdated: dateTime(Math.min(draft.recorded, this.#closesAt), Number.parseInt(id.slice(0, 1), 36)),
      source: SOURCE,
      profile: draft.profile === undefined ? undefined : [draft.profile],
      security: draft.labels?.map(coding),
    };
  }
}

function patientLine(patient: Patient | null): string[] {
  if (patient === null) return [];
  return [`${displayName(patient)}, MRN ${patient.mrn}, born ${date(patient.person.bornOn)}`];
}

/** `Maria Garcia`, as systems print it beside a reference. */
export function displayName(patient: Patient): string {
  return `${patient.person.given[0]} ${patient.person.family}`;
}

/** FHIR has neither empty arrays nor empty objects nor absent members (FHIR R4, json, §2.6.2). */
function pruned(value: JsonValue): JsonValue | undefined {
  if (typeof value !== "object" || value === null || value instanceof JsonNumber) return value;
  if (Array.isArray(value)) {
    const items = value.map(pruned).filter((item) => item !== undefined);
    return items.length === 0 ? undefined : items;
  }
  return prunedObject(value as JsonObject);
}

function prunedObject(value: JsonObject): JsonObject | undefined {
  const members: MutableJsonObject = {};
  let isEmpty = true;
  for (const name in value) {
    const member = value[name];
    const kept = member === undefined ? undefined : pruned(member);
    if (kept === undefined) continue;
    members[name] = kept;
    isEmpty = false;
  }
  return isEmpty ? undefined : members;
}
