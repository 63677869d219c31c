import { describe, expect, it } from "vitest";
import { waysToAsk } from "./privacy-contact.ts";

const OFFICE = {
  name: "Privacy Office",
  email: "privacy@example.org",
  phone: "+1 (312) 555-0142",
  url: "https://intranet.example.org/privacy",
};
const hrefs = (contact: Parameters<typeof waysToAsk>[0], entry?: string) =>
  waysToAsk(contact, entry).map(({ href }) => href);

describe("asking privacy", () => {
  it("opens mail, telephone and page of the office, with a subject that names the program alone", () => {
    expect(hrefs(OFFICE)).toEqual([
      "mailto:privacy@example.org?subject=Modicum",
      "tel:+13125550142",
      "https://intranet.example.org/privacy",
    ]);
  });

  it("quotes the entry of a denial in the subject, and nothing else of the page", () => {
    expect(hrefs(OFFICE, "01J0&cc=x")[0]).toBe(
      "mailto:privacy@example.org?subject=Modicum%2C%20entry%2001J0%26cc%3Dx",
    );
  });

  it("offers only the ways that are set, and an extension of the house without a plus", () => {
    expect(hrefs({ name: null, email: null, phone: "5-0142", url: null })).toEqual(["tel:50142"]);
    expect(hrefs({ name: "Privacy Office", email: null, phone: null, url: null })).toEqual([]);
  });
});
