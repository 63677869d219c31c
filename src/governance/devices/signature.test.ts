import { expect, it } from "vitest";
import { signBatch, signerOf, WINDOW_MS } from "./signature.ts";

const NOW = Date.parse("2026-05-04T15:00:00Z");
const SECONDS = String(NOW / 1_000);
const [OLD, NEW] = ["old secret".repeat(4), "new secret".repeat(4)];
const MANAGERS = new Map([
  ["intune", [NEW, OLD]],
  ["jamf", ["another secret".repeat(4)]],
]);
const BODY = Buffer.from('{"events":[]}');

const batch = (fields: object = {}) => ({
  manager: "intune",
  timestamp: SECONDS,
  signature: signBatch(NEW, "intune", SECONDS, BODY),
  body: BODY,
  ...fields,
});

it("DEV-24 F157 a batch is by the manager whose secret signed it, the new one or the old", () => {
  expect(signerOf(batch(), MANAGERS, NOW)).toBe("intune");
  const old = batch({ signature: signBatch(OLD, "intune", SECONDS, BODY) });
  expect(signerOf(old, MANAGERS, NOW)).toBe("intune");
  expect(signerOf(old, new Map([["intune", [NEW]]]), NOW)).toBeNull();
  const both = [signBatch("x".repeat(32), "intune", SECONDS, BODY), batch().signature].join(", ");
  expect(signerOf(batch({ signature: both }), MANAGERS, NOW)).toBe("intune");
});

it("DEV-24 a signature is known to stay: HMAC-SHA-256 over namespace, manager, timestamp and body", () => {
  const { createHmac } = process.getBuiltinModule("node:crypto");
  const signed = `modicum/device-events/v1\nintune\n${SECONDS}\n${BODY.toString()}`;
  expect(batch().signature).toBe(`v1=${createHmac("sha256", NEW).update(signed).digest("hex")}`);
});

it.each([
  ["another body", { body: Buffer.from('{"events":[{}]}') }],
  ["another manager", { manager: "jamf" }],
  ["a manager that nobody knows", { manager: "nobody" }],
  ["another time", { timestamp: String(NOW / 1_000 + 1) }],
  ["a time that is none", { timestamp: `${SECONDS}.5` }],
  ["no signature", { signature: undefined }],
  ["no time", { timestamp: undefined }],
  ["no manager", { manager: undefined }],
  ["half a signature", { signature: batch().signature.slice(0, 40) }],
  ["a signature of another version", { signature: batch().signature.replace("v1", "v2") }],
  ["the fifth of five signatures", { signature: `${"v1=00, ".repeat(4)}${batch().signature}` }],
])("DEV-24 a batch with %s is nobody's", (_title, fields) => {
  expect(signerOf(batch(fields), MANAGERS, NOW)).toBeNull();
});

it("DEV-24 a signature is good for five minutes on either side, and for no more", () => {
  expect(signerOf(batch(), MANAGERS, NOW + WINDOW_MS)).toBe("intune");
  expect(signerOf(batch(), MANAGERS, NOW - WINDOW_MS)).toBe("intune");
  expect(signerOf(batch(), MANAGERS, NOW + WINDOW_MS + 1)).toBeNull();
  expect(signerOf(batch(), MANAGERS, NOW - WINDOW_MS - 1)).toBeNull();
});

it("DEV-24 where no manager is configured, nobody signs", () => {
  const signature = signBatch("no manager", "intune", SECONDS, BODY);
  expect(signerOf(batch({ signature }), new Map(), NOW)).toBeNull();
});
