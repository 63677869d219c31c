import { describe, expect, it } from "vitest";
import { stringifyJson } from "../../../kernel/json.ts";
import type { JsonObject } from "../../../kernel/json.ts";
import { record } from "../testing/charts.ts";
import { mapAttachments } from "./attachments.ts";

const URL_OF_UPSTREAM = "http://upstream.test/x";
const attachment = { contentType: "text/plain", url: URL_OF_UPSTREAM };
const withoutUrl = (one: JsonObject): JsonObject => ({ ...one, url: undefined });

describe("attachments of a resource", () => {
  it.each([
    ["Patient", { photo: [attachment] }],
    ["DocumentReference", { content: [{ attachment }] }],
    ["Communication", { payload: [{ contentAttachment: attachment }] }],
    ["Consent", { sourceAttachment: attachment }],
    ["Claim", { supportingInfo: [{ sequence: 1, valueAttachment: attachment }] }],
    ["QuestionnaireResponse", { item: [{ item: [{ answer: [{ valueAttachment: attachment }] }] }] }],
    ["Observation", { extension: [{ url: "http://x", valueAttachment: attachment }] }],
    [
      "Observation",
      { code: { coding: [{ extension: [{ url: "http://x", valueAttachment: attachment }] }] } },
    ],
    ["Patient", { _birthDate: { extension: [{ url: "http://x", valueAttachment: attachment }] } }],
    [
      "Practitioner",
      { qualification: [{ code: {}, extension: [{ url: "http://x", valueAttachment: attachment }] }] },
    ],
  ])("GW-221 F160 are found in %s at %j", (resourceType, members) => {
    const resource = record({ resourceType, id: "a", ...members });
    expect(stringifyJson(mapAttachments(resource, withoutUrl))).not.toContain(URL_OF_UPSTREAM);
  });

  it("GW-221 leaves urls that are no attachment's, and what holds none, as they are", () => {
    const resource = record({
      resourceType: "Questionnaire",
      id: "a",
      url: "http://forms.test/a",
      extension: [{ url: "http://x", valueUrl: "http://y" }],
    });
    expect(mapAttachments(resource, withoutUrl)).toBe(resource);
  });
});
