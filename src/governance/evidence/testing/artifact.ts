import { createHash, randomUUID } from "node:crypto";
import type { NewArtifact } from "../types.ts";

/** An artifact of a few bytes. */
export function artifactOf(text: string, more: Partial<NewArtifact> = {}): NewArtifact {
  const content = Buffer.from(text);
  const id = randomUUID();
  const query = '{"asOf":"2026-05-04T15:00:00.000Z","kind":"people"}';
  return {
    id,
    kind: "people",
    title: "People and their roles",
    query,
    wholeQuery: query,
    asOf: 1_000,
    preparedAt: 1_000,
    preparedBy: "audra.auditor",
    sha256: createHash("sha256").update(content).digest("hex"),
    bytes: content.length,
    items: 1,
    mediaType: "text/csv; charset=utf-8",
    fileName: "people.csv",
    elements: ["workforce.roster"],
    policyHash: "p",
    checkpoint: "modicum/demo\n1\n",
    entryId: randomUUID(),
    pack: id,
    keepUntil: 2_000,
    content,
    patients: [],
    ...more,
  };
}
