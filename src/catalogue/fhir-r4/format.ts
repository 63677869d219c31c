/** Shapes of the generated files; written by generate.ts, read by definitions.ts. */
export interface DefinitionData {
  readonly fhirVersion: string;
  readonly resources: readonly string[];
  /**
   * Per resource type, datatype or backbone path (`Patient.contact`): the base shape, then one text a member:
   * `name:Type`, `*` when it repeats, `|` between the types of a choice, `>` before the targets of a Reference.
   */
  readonly shapes: Readonly<Record<string, readonly string[]>>;
  /** Search parameters through which a resource type belongs to the Patient compartment. */
  readonly patientCompartment: Readonly<Record<string, readonly string[]>>;
}

export interface SearchParameterData {
  readonly code: string;
  readonly base: readonly string[];
  readonly type: string;
  readonly expression?: string;
  readonly target?: readonly string[];
  /** For composites: the expressions of the components, relative to `expression`. */
  readonly component?: readonly string[];
}

/** Per list: each code with its parent code. */
export interface CodeData {
  readonly purposeOfUse: Readonly<Record<string, string>>;
  readonly informationSensitivity: Readonly<Record<string, string>>;
  readonly privacyLaw: Readonly<Record<string, string>>;
  readonly obligation: Readonly<Record<string, string>>;
  readonly securityIntegrity: Readonly<Record<string, string>>;
  readonly confidentiality: Readonly<Record<string, string>>;
}
