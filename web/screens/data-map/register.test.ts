import { describe, expect, it } from "vitest";
import { draftOf, lacksOf, newDraft, sentOf, type System } from "./register.ts";

const SYSTEM: System = {
  id: "fax",
  name: "Fax server",
  kind: "fax",
  standing: "in-use",
  owner: "front desk",
  location: "Server room",
  categories: [1, 16],
  recipients: ["Schools", "Payers"],
  vendor: null,
  retention: "30 days",
  inTransit: null,
  atRest: { encrypted: "yes", how: "LUKS", by: "sam.security", at: "2026-05-04T15:00:00Z" },
  addedBy: "sam.security",
  addedAt: "2026-05-04T15:00:00Z",
  changedBy: "sam.security",
  changedAt: "2026-05-04T15:00:00Z",
  confirmedBy: "sam.security",
  confirmedAt: "2026-05-04T15:00:00Z",
  reviewDueAt: null,
  overdue: false,
  version: 1,
};

describe("the form of a system", () => {
  it("F128 sends what it began with, where nothing was typed", () => {
    const { id, name, kind, standing, owner, location, categories, recipients, vendor, retention } = SYSTEM;
    const said = { inTransit: null, atRest: { encrypted: "yes", how: "LUKS" } };
    const words = { id, name, kind, standing, owner, location, categories, recipients, vendor, retention };
    expect(sentOf(draftOf(SYSTEM))).toEqual({ ...words, ...said });
  });

  it("F128 begins from what is to inventory, and lacks who answers for it", () => {
    const draft = newDraft({ id: "paper", name: "Paper", kind: "paper", ask: "Where?" });
    expect(lacksOf(draft)).toEqual({ owner: "Say which person or office answers for it." });
    expect(Object.keys(lacksOf(newDraft()))).toEqual(["id", "name", "owner"]);
  });
});
