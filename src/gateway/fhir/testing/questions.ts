import fc from "fast-check";
import type { SearchParameter } from "../../../catalogue/types.ts";
import type { CompiledPolicy } from "../../../policy/types.ts";
import { PATIENTS, POOLS, RECORD_TYPES } from "./worlds.ts";
import type { PlainRecord } from "./worlds.ts";

/** Random questions to the gateway, of every kind of parameter, modifier and result parameter. */
export interface Asking {
  readonly target: string;
  /** Form of a POST `_search`; null: GET. */
  readonly form: string | null;
}

const TYPES = ["Patient", ...RECORD_TYPES];

const MANY_IDS = Array.from({ length: 60 }, (_, at) => `r${at}`).join(",");

/** Values by parameter, then by parameter type; some match, some do not, some cannot be read. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  _id: [...PATIENTS, "p1,p2,p3,p4,p5,p6", MANY_IDS, "nobody"],
  patient: ["p1", "p2,p3", "Patient/p3", "p6", "Patient/p4,Patient/p7", "p1,p2,p3,p4,p5"],
  subject: ["Patient/p1", "p2", "Patient/p2,Patient/p3", "Patient/p6", "p1,p2,p3,p4,p5"],
  identifier: [
    ...POOLS.mrn,
    ...POOLS.ssn,
    "http://hl7.org/fhir/sid/us-ssn|",
    "http://hospital.test/mrn|m-1",
    "http://hospital.test/mrn|",
    "token-16-3-1",
    "https://modicum.dev/fhir/NamingSystem/token|",
  ],
  gender: [...POOLS.gender, "male,female"],
  birthdate: [
    ...POOLS.birthDate,
    "ge1980-05",
    "lt1980-06-01",
    "gt1980-03",
    "1980-10",
    "1980-02-03",
    "gt1900",
  ],
  "address-postalcode": [...POOLS.postal, "606", "6060"],
  telecom: ["555-1,555-2", "555-3"],
  code: [
    ...POOLS.loinc,
    ...POOLS.snomed,
    "2339-0,718-7",
    "44054006,38341003,I10",
    "http://loinc.org|",
    "http://snomed.info/sct|",
    "|I10",
  ],
  "combo-code": ["http://loinc.org|", "2339-0,8480-6"],
  "clinical-status": ["active", "resolved", "active,resolved"],
  category: ["laboratory", "vital-signs", "laboratory,vital-signs,survey"],
  status: [
    ...POOLS.status,
    "active",
    "finished",
    "current",
    "final,preliminary,active,finished,planned,current",
  ],
  class: ["AMB", "IMP", "AMB,IMP"],
  use: ["claim"],
  type: ["x"],
  active: ["true", "false"],
  phone: ["555-1", "555-1,555-2"],
  email: ["555-1"],
  encounter: ["e1", "Encounter/e2", "e9", "e1,e2,e3"],
  provider: ["Practitioner/d1", "d2", "d1,d2"],
  url: ["http://forms.test/a", "http://forms.test/c", "http://forms.test/a,http://forms.test/a/b"],
  "reason-code": [...POOLS.snomed, ...POOLS.icd],
};

const BY_TYPE: Readonly<Record<SearchParameter["type"], readonly string[]>> = {
  token: [...POOLS.snomed, "phone|555-1", "true", "x"],
  string: ["S", "smi", "åk", "akesson,jones,smith", "Ada,Bo", "60", "Chicago", "Int"],
  date: [
    "1980",
    "1980-05",
    "ge1980",
    "lt1980-06-01",
    "gt1900",
    "2026-03",
    "ge2025",
    "2026-03-01",
    "gt2026-03-01T12:00:00Z",
    "ne2026",
    "ap2026-03",
    "sa2025",
    "eb2027",
  ],
  reference: ["Encounter/e1", "e2", "Patient/p1", "Practitioner/d1", "http://gateway.test/fhir/Encounter/e3"],
  number: ["0.1", "lt0.5", "ge0.25", "0.9"],
  quantity: [
    "5.4",
    "gt5.4",
    "le100",
    "6||mg/dL",
    "ne6",
    "120.5|http://unitsofmeasure.org|mg/dL",
    "ap100",
    "gt1",
  ],
  uri: ["http://forms.test/a", "http://forms.test/c"],
  composite: ["2339-0$5.4"],
  special: ["x"],
};

const MODIFIERS = [
  "not",
  "missing",
  "exact",
  "contains",
  "text",
  "of-type",
  "above",
  "below",
  "in",
  "identifier",
  "Patient",
];

/** Stands for the record at this place of the world, visible or not. */
const RECORD_AT = /^@(\d+)/;

/** Filters mostly on what the caller is given something of, so that most answers hold something. */
export function askingArbitrary(
  policy: CompiledPolicy,
  granted: (type: string) => Uint8Array,
): fc.Arbitrary<Asking> {
  const givenTypes = TYPES.filter((type) => granted(type).some((transform) => transform > 1));
  const type = fc.oneof(
    { weight: 12, arbitrary: fc.constantFrom(...givenTypes) },
    { weight: 1, arbitrary: fc.constantFrom(...TYPES) },
  );
  const reads = fc
    .tuple(
      fc.oneof(fc.nat(6), fc.nat(99)),
      fc.constantFrom("", "", "?_elements=name,code,birthDate", "?_summary=true"),
    )
    .map(([at, query]): Asking => ({ target: `@${at}${query}`, form: null }));
  const absent = type.map((name): Asking => ({ target: `/${name}/absent`, form: null }));
  const searches = type.chain((name) => searchArbitrary(name, policy, granted(name)));
  return fc.oneof(
    { weight: 6, arbitrary: reads },
    { weight: 1, arbitrary: absent },
    { weight: 24, arbitrary: searches },
  );
}

/** The asking with the record it names by place. */
export function resolved(asking: Asking, world: readonly PlainRecord[]): Asking {
  const at = RECORD_AT.exec(asking.target)?.[1];
  const record = at === undefined ? undefined : world[Number(at) % world.length];
  if (record === undefined) return asking;
  return { ...asking, target: asking.target.replace(RECORD_AT, `/${record.resourceType}/${record.id}`) };
}

function searchArbitrary(type: string, policy: CompiledPolicy, granted: Uint8Array): fc.Arbitrary<Asking> {
  const all = policy.catalogue.searchParameters(type);
  const given = all.filter(
    ({ structural, elements }) => structural || elements?.some((element) => (granted[element] ?? 0) > 1),
  );
  const parameter = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...(given.length > 0 ? given : all)) },
    { weight: 1, arbitrary: fc.constantFrom(...all) },
  );
  const filter = parameter.chain(({ code, type: kind }) => filterArbitrary(code, kind));
  const sort = parameter.chain(({ code }) => fc.constantFrom(`_sort=${code}`, `_sort=-${code}`));
  const result = fc.oneof(
    sort,
    sort,
    fc.constantFrom(
      "_count=1",
      "_count=2",
      "_count=3",
      "_count=0",
      "_total=none",
      "_summary=count",
      "_summary=true",
      "_elements=code,name",
    ),
  );
  return fc
    .tuple(
      fc.oneof(
        { weight: 6, arbitrary: fc.constant([]) },
        { weight: 5, arbitrary: filter.map((one) => [one]) },
        { weight: 1, arbitrary: fc.tuple(filter, filter) },
      ),
      fc.oneof(
        { weight: 3, arbitrary: fc.constant([]) },
        { weight: 4, arbitrary: result.map((one) => [one]) },
        { weight: 1, arbitrary: fc.tuple(result, result) },
      ),
      fc.boolean(),
    )
    .map(([filters, results, posts]): Asking => {
      const query = [...filters, ...results].join("&");
      return posts
        ? { target: `/${type}/_search`, form: query }
        : { target: `/${type}${query === "" ? "" : `?${query}`}`, form: null };
    });
}

function filterArbitrary(code: string, kind: SearchParameter["type"]): fc.Arbitrary<string> {
  const values = VALUES[code] ?? BY_TYPE[kind];
  const plain = fc.constantFrom(...values).map((value) => `${code}=${encodeURIComponent(value)}`);
  const missing = fc.constantFrom(`${code}:missing=true`, `${code}:missing=false`);
  const modified = fc
    .tuple(fc.constantFrom(...MODIFIERS), fc.constantFrom(...values))
    .map(([modifier, value]) => `${code}:${modifier}=${encodeURIComponent(value)}`);
  const negated = fc.constantFrom(...values).map((value) => `${code}:not=${encodeURIComponent(value)}`);
  return fc.oneof(
    { weight: 14, arbitrary: plain },
    { weight: 2, arbitrary: missing },
    { weight: 3, arbitrary: kind === "token" ? negated : plain },
    { weight: 1, arbitrary: modified },
  );
}
