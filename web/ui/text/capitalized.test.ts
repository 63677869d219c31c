import { expect, test } from "vitest";
import { capitalized } from "./capitalized.ts";

test.each([
  ["the draft does not compile", "The draft does not compile"],
  ["denied: no rule grants this", "Denied: no rule grants this"],
  ["gone", "Gone"],
  ["roles/biller.yaml:41 has a key twice", "roles/biller.yaml:41 has a key twice"],
  ["org.yaml: no such zone", "org.yaml: no such zone"],
  ["bea.biller holds it", "bea.biller holds it"],
  ["role:biller/billing#1 gives it", "role:biller/billing#1 gives it"],
  ["`billing` is bound to a case", "`billing` is bound to a case"],
  ["", ""],
])("%j begins a sentence as %j", (text, told) => {
  expect(capitalized(text)).toBe(told);
});
