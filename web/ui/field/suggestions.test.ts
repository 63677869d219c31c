import { expect, it } from "vitest";
import { idOf, matches, shownFor } from "./suggestions.ts";

const OPTIONS = [{ id: "bea.biller", label: "Bea Biller" }];

it.each([
  ["bea.biller", "bea.biller"],
  ["BEA biller ", "bea.biller"],
  ["bea", "bea"],
  ["", ""],
])("UX takes %o for the id %o", (text, id) => {
  expect(idOf(text, OPTIONS)).toBe(id);
});

it("UX shows what is known in its words, anything else as typed", () => {
  expect([shownFor("bea.biller", OPTIONS), shownFor("nobody", OPTIONS)]).toEqual(["Bea Biller", "nobody"]);
});

it("UX offers by words and by id, but not what stands there already", () => {
  const offered = ["bill", "bea.", "", "bea biller", "bea.biller", "zoe"].map((text) =>
    matches("Bea Biller\nbea.biller", text),
  );
  expect(offered).toEqual([true, true, true, false, false, false]);
});
