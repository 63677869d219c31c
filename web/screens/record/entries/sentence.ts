import { recordKind } from "../../../api/record-kinds.ts";
import { counted } from "../words.ts";
import type { Entry } from "./entries.ts";
import { interactionText } from "./interactions.ts";

type Told = Pick<
  Entry,
  "person" | "interaction" | "resourceType" | "outcome" | "purpose" | "released" | "recordCount"
>;

/** What was done: `Searched records: Diagnoses`. */
export function actText({ interaction, resourceType }: Pick<Entry, "interaction" | "resourceType">): string {
  const act = interactionText(interaction);
  return resourceType === null ? act : `${act}: ${recordKind(resourceType)}`;
}

/** An entry in two sentences: what was done, and what came of it for whom. Ids stand in backticks. */
export function sentenceOf(entry: Told, purposeTitle: string): string {
  const why = entry.purpose === null ? "without a purpose" : `for “${purposeTitle}”`;
  return `${actText(entry)}. ${whoOf(entry)} ${cameTo(entry)}, ${why}.`;
}

function whoOf({ person, interaction }: Told): string {
  if (person !== null) return `\`${person}\``;
  return /^(system|source)\.|^grant\.expired$/.test(interaction) ? "The system itself" : "An unknown caller";
}

function cameTo({ outcome, released, recordCount }: Told): string {
  if (outcome === "deny") return "was denied";
  if (outcome === "error") return "was given nothing, since it failed";
  if (released.length === 0) return "was permitted, and no element came out";
  return `was given ${counted(released.length, "element")} on ${counted(recordCount, "record")}`;
}
