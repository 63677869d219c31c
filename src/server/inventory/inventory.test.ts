import { describe, expect, it } from "vitest";
import type { ProductionConfig } from "../../config.ts";
import { knownSystems } from "./known-systems.ts";
import { sealedLines } from "./sealed-lines.ts";
import { backups, listener, traces, upstream, witnesses } from "./ways.ts";

const PRODUCTION: ProductionConfig = {
  publicUrl: "https://modicum.example.org",
  oidcIssuer: "https://id.example.org",
  oidcAudience: "modicum",
  oidcPersonClaim: "sub",
  oidcDeviceClaim: "device_id",
  oidcClient: undefined,
  recordKeyFile: undefined,
  tls: undefined,
};
const TLS = { ...PRODUCTION, tls: { certFile: "c.pem", keyFile: "k.pem" } };

describe("ways out of the process", () => {
  it.each([
    [TLS, "0.0.0.0", "encrypted", "configured"],
    [PRODUCTION, "0.0.0.0", "unknown", "unknown"],
    [undefined, "127.0.0.1", "local", "configured"],
    [undefined, "0.0.0.0", "plain", "configured"],
  ])(
    "INV-12 F154 tells of TLS that it ends itself, and of a proxy nothing but the declaration: %#",
    (production, host, state, basis) => {
      expect(listener({ production, host })).toMatchObject({ state, basis });
    },
  );

  it.each([
    ["https://fhir.example.org/r4", "encrypted"],
    ["http://localhost:8081/r4", "local"],
    ["http://fhir.example.org/r4", "plain"],
    [undefined, "local"],
  ])("INV-11 F154 the way to %s is %s", (upstreamUrl, state) => {
    expect(upstream({ upstreamUrl }).state).toBe(state);
  });

  const S3 = { kind: "s3", bucket: "b", prefix: "", region: "us-east-1", pathStyle: true } as const;
  const CREDENTIALS = { accessKeyId: "id", secretAccessKey: "secret" };
  it.each([
    [{ kind: "folder", dir: "/var/backups" } as const, "local"],
    [{ ...S3, ...CREDENTIALS, endpoint: "https://s3.us-east-1.amazonaws.com" }, "encrypted"],
    [{ ...S3, ...CREDENTIALS, endpoint: "http://127.0.0.1:9000" }, "local"],
    [{ ...S3, ...CREDENTIALS, endpoint: "http://minio.example.org:9000" }, "plain"],
  ])("INV-11 F154 F156 the way of backups to %o is %s, and its line names no credential", (target, state) => {
    const line = backups({ backup: { target, moments: false } });
    expect(line.state).toBe(state);
    expect(JSON.stringify(line)).not.toContain("secret");
  });

  it("INV-11 F154 each witness has a line of its own, and without one there is none", () => {
    const key = Buffer.from([4, ...new Uint8Array(32)]).toString("base64");
    const told = ["https://a.example.org", "http://b.example.org"].map(
      (url) => `${new URL(url).hostname}+00000000+${key}+${url}`,
    );
    expect(witnesses({ witnesses: undefined })).toEqual([]);
    expect(witnesses({ witnesses: told.join(",") }).map(({ id, state }) => [id, state])).toEqual([
      ["witness:a.example.org", "encrypted"],
      ["witness:b.example.org", "plain"],
    ]);
  });

  it.each([
    [null, "local"],
    [{ endpoint: "https://otel.example.org:4318", ratio: 1 }, "encrypted"],
    [{ endpoint: "http://otel.example.org:4318", ratio: 1 }, "plain"],
  ])("INV-11 F154 the way of traces to %o is %s", (to, state) => {
    const telemetry = { metricsToken: undefined, metricsPort: undefined, traces: to };
    expect(traces({ telemetry }).state).toBe(state);
  });
});

describe("stores of its own", () => {
  it("INV-11 F154 are measured where their keys count what lies under them, else as configured", async () => {
    const key = { seals: [{ title: "keys of patients", count: 250 }] };
    const lines = await sealedLines({ overview: async () => ({ keys: [key] }) as never });
    const basisOf = (id: string) => lines.find((line) => line.id === id)?.basis;
    expect([basisOf("patient-keys"), basisOf("journal")]).toEqual(["measured", "configured"]);
    expect(lines.find(({ id }) => id === "patient-keys")?.detail).toContain("250 lie under them now");
  });

  it("INV-14 F154 are as configured where the keys cannot be asked", async () => {
    const lines = await sealedLines({ overview: () => Promise.reject(new Error("no")) });
    expect(lines.every(({ basis }) => basis === "configured")).toBe(true);
  });

  it("INV-2 F128 stand in the map with what sends to them, and a source that is switched off does not", () => {
    const source = { id: "lab", name: "Lab", owner: "sam.security", kind: "fhir" as const, disabledAt: null };
    const all = (disabledAt: number | null) =>
      knownSystems({
        config: { databaseUrl: undefined },
        title: "FHIR",
        sources: [{ ...source, disabledAt }],
        devices: 0,
      });
    expect(all(null).find(({ id }) => id === "record")?.from).toEqual(["upstream", "feed:lab"]);
    expect(all(5).find(({ id }) => id === "record")?.from).toEqual(["upstream"]);
    expect(new Set(all(5).map(({ id }) => id)).has("feed:lab")).toBe(false);
  });
});
