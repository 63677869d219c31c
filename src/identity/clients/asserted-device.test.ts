import { expect, it } from "vitest";
import { deviceBy } from "./asserted-device.ts";

const TRUSTED = { assertsDevice: true };

it.each([
  ["the token's", undefined, "laptop-1", undefined, "laptop-1"],
  ["the trusted client's", TRUSTED, undefined, "laptop-1", "laptop-1"],
  ["the token's, which the trusted client confirms", TRUSTED, "laptop-1", " laptop-1 ", "laptop-1"],
  ["the token's, whatever another client says", { assertsDevice: false }, "laptop-1", "phone-1", "laptop-1"],
  ["none by another client's word", { assertsDevice: false }, undefined, "laptop-1", undefined],
  ["none by the word of no client", undefined, undefined, "laptop-1", undefined],
  ["none where token and client contradict each other", TRUSTED, "laptop-1", "phone-1", undefined],
  ["none where a header came twice", TRUSTED, "laptop-1", "laptop-1, phone-1", undefined],
  ["none by an empty header", TRUSTED, undefined, "", undefined],
  ["none where nobody names one", TRUSTED, undefined, undefined, undefined],
])("DEV-33 F157 the device of a request is %s", (_title, client, deviceId, header, expected) => {
  expect(deviceBy(client, deviceId === undefined ? {} : { deviceId }, header)).toBe(expected);
});
