import { recordKind } from "../../api/record-kinds.ts";
import { TextLink } from "../../ui/button/button.tsx";
import { type ComparedPerson, firstName } from "./comparison.ts";

interface EntryWrittenProps {
  readonly entry: ComparedPerson["entries"][number];
  readonly person: ComparedPerson;
  readonly text: string;
}

/** The entry of the record that a question wrote before it was answered, denials included. */
export function EntryWritten({ entry: { id, resourceType, outcome }, person, text }: EntryWrittenProps) {
  const about = `${text}: ${recordKind(resourceType)}, ${firstName(person.displayName)}`;
  return (
    <TextLink href={`/record/${id}`} aria-label={outcome === "deny" ? `${about}, denied` : about}>
      {text}
      {outcome === "deny" && " (denied)"}
    </TextLink>
  );
}
