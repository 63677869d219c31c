import { expect, it } from "vitest";
import { err } from "../../kernel/result.ts";
import { askedOf, type Inquiry } from "./inquiry.ts";

const credentials = {
  authorization: undefined,
  session: undefined,
  purposeHeader: undefined,
  caseHeader: undefined,
  channel: "pdp",
};

function recordedAs(type: string) {
  const unknown = err("person_unknown" as const);
  const inquiry: Inquiry = {
    question: { subject: { type: "user", id: "nina" }, action: { name: "read" }, resource: { type } },
    capacity: { as: "self" },
    onRecord: unknown,
    subject: unknown,
    asker: "nina",
    rule: undefined,
    act: null,
  };
  return askedOf(credentials, "pdp.evaluation", inquiry);
}

it.each(["Patient", "todo", "urn:example:record"])("F164 the record keeps the type `%s` open", (type) => {
  expect(recordedAs(type).resourceType).toBe(type);
});

it.each(["Pat\u0000", "Ada Canary, born 1980", "A".repeat(512)])(
  "F164 the record keeps %j, which names no type, in the sealed query alone",
  (type) => {
    const { resourceType, query } = recordedAs(type);
    expect(resourceType).toBeNull();
    expect(JSON.parse(query ?? "")).toMatchObject({ resource: { type } });
  },
);
