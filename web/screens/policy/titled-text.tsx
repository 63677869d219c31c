import { type Titles } from "../../api/policy-titles.ts";
import { titledParts } from "./titled-parts.ts";

interface TitledTextProps {
  readonly text: string;
  readonly titles: Titles;
}

/** A sentence about the policy with titles for ids, as people know roles and purposes. */
export function TitledText({ text, titles }: TitledTextProps) {
  return titledParts(text).map((part, at) => {
    const title = part.kind === null || part.kind === "words" ? part.text : titles.of(part.kind, part.text);
    if (part.kind === "words") return part.text;
    // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity, and never move
    if (title === part.text) return <code key={at}>{title}</code>;
    return (
      // oxlint-disable-next-line react/no-array-index-key -- parts of one text have no other identity, and never move
      <span key={at} title={part.text}>
        “{title}”
      </span>
    );
  });
}
