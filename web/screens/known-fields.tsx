import { useState } from "react";
import { KNOWN_KINDS, useKnownPeople, useKnownPurposes } from "../api/known-values.ts";
import { SuggestField } from "../ui/field/suggest-field.tsx";

interface KnownFieldProps {
  readonly label: string;
  /** An id, or the text as typed. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
}

/** A person by name or id. The directory is asked for once the field is used. */
export function PersonField(props: KnownFieldProps) {
  const [isUsed, setUsed] = useState(false);
  return <SuggestField {...props} {...useKnownPeople(isUsed)} onFocus={() => setUsed(true)} />;
}

/** A purpose by title or id. */
export function PurposeField(props: KnownFieldProps) {
  const [isUsed, setUsed] = useState(false);
  return <SuggestField {...props} {...useKnownPurposes(isUsed)} onFocus={() => setUsed(true)} />;
}

/** A kind of record, in words or by its FHIR type. */
export function RecordKindField(props: KnownFieldProps) {
  return <SuggestField {...props} options={KNOWN_KINDS} />;
}
