import type { JsonObject, JsonValue } from "../kernel/json.ts";

/** Kebab-case parts joined by dots: `patient.birth-date`. One thing everywhere: FHIR, SQL, CSV. */
export type ElementId = string;

export type Sensitivity = "low" | "moderate" | "high" | "very-high";

/**
 * The 18 identifier classes of Safe Harbor, 45 CFR 164.514(b)(2)(i)(A)–(R), and `none`.
 * An element without a class cannot be released de-identified.
 */
export type IdentifierClass =
  | "name"
  | "geography"
  | "date"
  | "phone"
  | "fax"
  | "email"
  | "ssn"
  | "mrn"
  | "beneficiary"
  | "account"
  | "license"
  | "vehicle"
  | "device"
  | "url"
  | "ip"
  | "biometric"
  | "photo"
  | "other-unique"
  | "none";

/** One data element of the catalogue. */
export interface DataElement {
  readonly id: ElementId;
  /** Dense, 0-based, stable within one compiled bundle; the position in every TransformVector. */
  readonly index: number;
  readonly title: string;
  readonly group: string;
  /** Inventory category 1–20 of the data inventory. */
  readonly category: number;
  readonly sensitivity: Sensitivity;
  readonly identifierClass: IdentifierClass;
  /** FHIR paths with discriminators, in the grammar of catalogue/SPEC.md. */
  readonly fhir: readonly string[];
  /** `table.column` */
  readonly sql: readonly string[];
  /** CSV headers, matched case-insensitively with spaces, dots, dashes and underscores folded. */
  readonly csv: readonly string[];
}

/** An element, or several where a glob `claim.*` names them. */
export interface Catalogue {
  readonly elements: readonly DataElement[];
  byId(id: ElementId): DataElement | undefined;
  /** `claim.*` or an exact id, to element indexes in order; undefined when nothing matches. */
  select(pattern: string): readonly number[] | undefined;
  /** Elements that an instance of this resource type can hold. Empty: unmapped type, denied. */
  elementsOfType(resourceType: string): readonly number[];
  /**
   * The walk-down tree for a resource type, compiled from `fhir` paths and R4 definitions.
   * Tests on the resource (`Observation[category…]`) are variants of the root. May be cyclic.
   */
  tree(resourceType: string): ElementNode | undefined;
  byColumn(table: string, column: string): DataElement | undefined;
  byHeader(header: string): DataElement | undefined;
  /** Search parameter by resource type and code; undefined when R4 has none. */
  searchParameter(resourceType: string, code: string): SearchParameter | undefined;
  searchParameters(resourceType: string): readonly SearchParameter[];
  /** True for every resource type of FHIR R4. */
  isResourceType(name: string): boolean;
}

/**
 * A node of the allow-list that projection walks beside a resource.
 * INVARIANT: a JSON member that has no child node is not covered and never comes out.
 */
export interface ElementNode {
  /**
   * Element that owns the value here, when no discriminated variant matches.
   * -1: nothing owns the value itself; only covered children may come out (a backbone).
   */
  readonly element: number;
  /**
   * Owned by the visibility of the record itself: `resourceType`, `id`, the patient link.
   * Comes out of every visible record, unless an element view says the record is hidden.
   */
  readonly structural: boolean;
  /** FHIR datatype at this node (`HumanName`, `date`, `BackboneElement`), for transforms. */
  readonly datatype: string;
  readonly array: boolean;
  /** Strict and deep: expanded from the R4 definitions down to primitives. Undefined at primitives. */
  readonly children: ReadonlyMap<string, ElementNode> | undefined;
  /** For `identifier[system=…]`: the variants whose test holds own the item, all of them together. */
  readonly variants: readonly DiscriminatedNode[];
}

export interface DiscriminatedNode {
  /** As written in the catalogue. */
  readonly discriminator: string;
  matches(item: JsonValue): boolean;
  readonly node: ElementNode;
}

export type SearchParameterType =
  | "number"
  | "date"
  | "string"
  | "token"
  | "reference"
  | "composite"
  | "quantity"
  | "uri"
  | "special";

export interface SearchParameter {
  readonly code: string;
  readonly base: string;
  readonly type: SearchParameterType;
  /** Resource types a reference may point to. */
  readonly target: readonly string[];
  /** Definition paths it reads (`Patient.name.family`), or undefined when they cannot be derived: then it is denied. */
  readonly footprint: readonly string[] | undefined;
  /** Elements that can own anything under the footprint. Empty or undefined: nothing covers it, denied unless structural. */
  readonly elements: readonly number[] | undefined;
  /** Reads `id` or the patient link, which every visible record shows: permitted wherever the type is. */
  readonly structural: boolean;
  /**
   * The values the parameter's FHIRPath expression selects in this (projected) resource, with their datatypes.
   * A composite gives `datatype: "composite"` and a list of `{datatype, value}`, one per component.
   */
  valuesIn(resource: JsonObject): readonly TypedValue[];
}

export interface TypedValue {
  readonly datatype: string;
  readonly value: JsonValue;
}

/** Bit i stands for segment i of the policy. At most 31 segments. */
export type SegmentMask = number;

/** What a decision needs to know about one record, and nothing more. */
export interface RecordFacts {
  readonly type: string;
  readonly id: string;
  /** Logical ids of every patient the record is about; a grant must hold for all of them. Empty: a directory record. */
  readonly patients: readonly string[];
  /** False for a type of the Patient compartment whose record names no patient: denied. */
  readonly attributed: boolean;
  readonly segments: SegmentMask;
  /** `Type/id` of the record itself and of the records it refers to (encounter, claim, order…), for facts bound to one record. */
  readonly refs: readonly string[];
  /**
   * SMART scopes whose query the record matches as the caller is shown it, by their texts. Absent where nobody
   * looked: then it matches none.
   */
  readonly matches?: ReadonlySet<string> | undefined;
}

export interface SegmentDefinition {
  readonly id: string;
  readonly title: string;
  /** Position in a SegmentMask. */
  readonly bit: number;
  /** How a resource comes by the label. */
  readonly labels: SegmentLabels;
  /** `authorization`: needs one, save for the originator. `part2-consent`: leaves only with a consent. */
  readonly guard: "none" | "authorization" | "part2-consent";
  /** The statement that goes with a disclosure, 42 CFR 2.32(a), where the policy words it. */
  readonly notice?: string;
}

export interface SegmentLabels {
  /** `system|code` in meta.security. */
  readonly security: ReadonlySet<string>;
  /** `system|code` exact; empty when the segment is never inferred. */
  readonly codes: ReadonlySet<string>;
  /** `system|prefix` for hierarchical code systems such as ICD-10-CM, and products of the National Drug Code. */
  readonly prefixes: readonly string[];
  /** `system|code` of places and specialties: of a record's own setting, and of the places and people it refers to. */
  readonly settings?: ReadonlySet<string>;
  /** `meta.source` of a program's interface, up to its `#`. */
  readonly sources?: ReadonlySet<string>;
}
