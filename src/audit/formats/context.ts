/** What a format needs to know besides the entry. Entries come as their reader may see them, already without what is sealed from them. */
export interface FormatContext {
  /** Id of the organization whose record it is. */
  readonly site: string;
  /** Version of the product that writes the file, for formats that name it. */
  readonly version: string;
  /** The HL7 v3 ActReason code of a purpose of the policy; undefined: it has none, or the policy has it no longer. */
  purposeCode(purposeId: string): string | undefined;
}
