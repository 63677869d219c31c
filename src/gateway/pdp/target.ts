import { recordFactsOf } from "../../catalogue/record-facts.ts";
import type { Catalogue, RecordFacts, SegmentMask } from "../../catalogue/types.ts";
import { TABLE_ROW } from "../../decision/table-row.ts";
import { isJsonObject, parseJson } from "../../kernel/json.ts";
import type { JsonObject, JsonValue } from "../../kernel/json.ts";
import type { CompiledPolicy } from "../../policy/types.ts";
import { recordOfRow } from "../../projection/files/csv-row.ts";
import type { PdpResource, Properties } from "./messages.ts";
import type { PdpDeps } from "./ports.ts";
import type { ActionRule, ResourceWords } from "./vocabulary.ts";
import { wordsFor } from "./vocabulary.ts";

/** What an evaluation is about, in terms of the engine. */
export interface Target {
  /** As the engine calls it: a FHIR type, or a row for what the vocabulary brings. */
  readonly type: string;
  /** Elements the action is on; the whole of them is the whole resource. */
  readonly elements: readonly number[];
  /** Null: it is about no single record, and the policy alone answers. */
  readonly record: TargetRecord | null;
}

export interface TargetRecord {
  readonly facts: RecordFacts;
  /** The record itself where it is known, so that one of which nothing comes out counts as hidden; else null. */
  readonly resource: JsonObject | null;
}

/** What a resource can be, told before any record is looked at; null: nothing that this knows, which is denied. */
export interface Kind {
  readonly type: string;
  readonly elements: readonly number[];
  readonly find: "nothing" | "directory" | "fhir" | "app";
  readonly words: ResourceWords | undefined;
}

/** Reached by grants on the directory alone. */
const ABOUT_NOBODY: Omit<RecordFacts, "id"> = {
  type: TABLE_ROW,
  patients: [],
  attributed: true,
  segments: 0,
  refs: [],
};
const ELEMENT = "element";
const LOGICAL_ID = /^[A-Za-z0-9\-.]{1,64}$/;

/** From policy and question alone: which type of the engine, and which elements. */
export function kindOf(
  { vocabulary }: Pick<PdpDeps, "vocabulary">,
  { catalogue }: CompiledPolicy,
  resource: { readonly type: string; readonly id?: string },
  rule: ActionRule,
): Kind | null {
  const { type } = resource;
  if (type === ELEMENT) return kindOfElement(catalogue, resource.id ?? "");
  const words = wordsFor(vocabulary, type);
  if (words !== undefined) {
    const elements = select(catalogue, rule.elements ?? words.elements);
    return {
      type: TABLE_ROW,
      elements,
      find: rule.scope === "type" ? "directory" : "app",
      words,
    };
  }
  const ofType = catalogue.elementsOfType(type);
  if (ofType.length === 0) return null;
  const named = rule.elements === undefined ? undefined : new Set(select(catalogue, rule.elements));
  const elements = named === undefined ? ofType : ofType.filter((index) => named.has(index));
  return { type, elements, find: rule.scope === "type" ? "nothing" : "fhir", words: undefined };
}

function kindOfElement(catalogue: Catalogue, id: string): Kind | null {
  const element = catalogue.byId(id);
  if (element === undefined) return null;
  return { type: TABLE_ROW, elements: [element.index], find: "nothing", words: undefined };
}

function select(catalogue: Catalogue, patterns: readonly string[]): readonly number[] {
  return [...new Set(patterns.flatMap((pattern) => catalogue.select(pattern) ?? []))];
}

/**
 * The record a resource names, as far as who asks may tell about it: `told` are its properties where they are believed.
 * Null: there is none. @throws AppError as the upstream does
 */
export async function targetRecord(
  deps: Pick<PdpDeps, "records" | "appRecords">,
  policy: CompiledPolicy,
  kind: Kind,
  resource: PdpResource,
  told: Properties | null,
): Promise<TargetRecord | null> {
  if (kind.find === "directory") return { facts: { ...ABOUT_NOBODY, id: resource.id }, resource: null };
  if (kind.find === "app") return appRecord(deps, policy, kind.words, resource, told);
  const id = logicalId(resource);
  if (id === null) return null;
  const given = told === null ? null : toldRecord(resource.type, id, told);
  if (given !== null) {
    const lent = await lentTo(deps, policy, given.record);
    return { facts: recordFactsOf(given.record, policy.segments, lent), resource: given.whole };
  }
  const record = await deps.records.read(resource.type, id);
  if (record === null) return null;
  const lent = await lentTo(deps, policy, record);
  return fhirRecord(policy, resource.type, id, record, lent);
}

/** Segments that a record comes by through what it refers to, whether it was read or told. */
async function lentTo(
  { records }: Pick<PdpDeps, "records">,
  { segments }: CompiledPolicy,
  record: JsonObject,
): Promise<SegmentMask> {
  const [lent = EVERY_SEGMENT] = await records.lentTo([record], segments);
  return lent;
}

/** Of a record whose labels are not known nothing is told that any segment hides. */
export const EVERY_SEGMENT: SegmentMask = ~0;

/** A record that is not what was asked for counts as absent: upstreams lie. `lent`: its labels through references. */
export function fhirRecord(
  policy: CompiledPolicy,
  type: string,
  id: string,
  resource: JsonObject,
  lent: SegmentMask,
): TargetRecord | null {
  const facts = recordFactsOf(resource, policy.segments, lent);
  return facts.type === type && facts.id === id ? { facts, resource } : null;
}

/** `Patient/7` and `7` are the same. */
function logicalId({ type, id }: PdpResource): string | null {
  const bare = id.startsWith(`${type}/`) ? id.slice(type.length + 1) : id;
  return LOGICAL_ID.test(bare) ? bare : null;
}

/** The record as an enforcement point holds it: whole, or by whose it is and which codes it has. */
function toldRecord(
  type: string,
  id: string,
  told: Properties,
): { readonly record: JsonObject; readonly whole: JsonObject | null } | null {
  const { record, patient, codings } = told;
  if (isJsonObject(record as JsonValue)) {
    const whole = parseJson(JSON.stringify({ ...(record as JsonObject), resourceType: type, id }));
    return isJsonObject(whole) ? { record: whole, whole } : null;
  }
  if (typeof patient !== "string") return null;
  const named = Array.isArray(codings) ? codings.filter((one) => isJsonObject(one as JsonValue)) : [];
  const subject = { patientId: patient.replace(/^Patient\//, ""), codings: named as readonly JsonObject[] };
  return { record: { ...recordOfRow(type, subject), id }, whole: null };
}

async function appRecord(
  { appRecords }: Pick<PdpDeps, "appRecords">,
  policy: CompiledPolicy,
  words: ResourceWords | undefined,
  { type, id }: PdpResource,
  told: Properties | null,
): Promise<TargetRecord | null> {
  const known = await appRecords?.find(type, id);
  if (known === undefined && (told === null || appRecords !== undefined)) return null;
  return { facts: appFacts(policy, words, type, id, { ...known, ...told }), resource: null };
}

/** INVARIANT: a record that does not say whose it is, or how it is labeled, is not attributed, which is denied. */
function appFacts(
  { segments }: CompiledPolicy,
  words: ResourceWords | undefined,
  type: string,
  id: string,
  properties: Properties,
): RecordFacts {
  const about = words?.about === "id" ? id : properties[words?.about ?? ""];
  const patients = typeof about === "string" && about !== "" ? [about] : [];
  const labels = Object.entries(words?.labels ?? {}).map(([property, byValue]) => ({
    said: typeof properties[property] === "string",
    segment: byValue[String(properties[property])],
  }));
  const mask = labels.reduce<SegmentMask>((sum, { segment }) => {
    const bit = segments.find((one) => one.id === segment)?.bit;
    return bit === undefined ? sum : sum | (1 << bit);
  }, 0);
  const isWhose = words?.about === undefined || patients.length > 0;
  return {
    type: TABLE_ROW,
    id,
    patients,
    attributed: isWhose && labels.every(({ said }) => said),
    segments: mask,
    refs: [`${type}/${id}`],
  };
}
