import { expect, it } from "vitest";
import { readClaims } from "./tokens.ts";

const RULES = { issuer: "https://login.example.org", personClaim: "sub" };
const deviceIn = (claims: object, rules: object = {}) =>
  readClaims("token", { sub: "nina.nurse", ...claims }, { ...RULES, ...rules })?.deviceId;

it("DEV-33 F157 the device is in the claim that the issuer is configured with", () => {
  const claims = { device_id: "laptop-1", "urn:example:device": "phone-1" };
  expect(deviceIn(claims)).toBe("laptop-1");
  expect(deviceIn(claims, { deviceClaim: "urn:example:device" })).toBe("phone-1");
  expect(deviceIn(claims, { deviceClaim: "nothing" })).toBeUndefined();
});

it.each([[7], [["laptop-1"]], [{ id: "laptop-1" }], [""], [null]])(
  "DEV-34 F157 a token whose device claim is %j is not believed",
  (claim) => {
    expect(readClaims("token", { sub: "nina.nurse", device_id: claim }, RULES)).toBeNull();
    expect(readClaims("token", { sub: "nina.nurse" }, RULES)).not.toBeNull();
  },
);
