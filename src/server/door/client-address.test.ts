import type { Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { clientAddress, limitKeyOf } from "./client-address.ts";

const PROXY = [{ address: "10.0.0.0", prefix: 8, family: "ipv4" }] as const;

function seen(
  remoteAddress: string,
  headers: Record<string, string>,
  proxies: typeof PROXY | [] = PROXY,
): string {
  return clientAddress(proxies)({ socket: { remoteAddress } as Socket, headers });
}

describe("the address of a client", () => {
  it("OPS-3 is the connection's where no proxy is declared, whatever the headers say", () => {
    expect(seen("10.0.0.1", { "x-forwarded-for": "203.0.113.7" }, [])).toBe("10.0.0.1");
    expect(seen("::ffff:192.0.2.1", {}, [])).toBe("192.0.2.1");
  });

  it("OPS-3 is the connection's where that is no declared proxy", () => {
    expect(seen("192.0.2.1", { "x-forwarded-for": "203.0.113.7" })).toBe("192.0.2.1");
  });

  it.each([
    [{ "x-forwarded-for": "203.0.113.7" }, "203.0.113.7"],
    [{ "x-forwarded-for": "6.6.6.6, 203.0.113.7, 10.0.0.9" }, "203.0.113.7"],
    [{ forwarded: "for=6.6.6.6, for=203.0.113.7;proto=https" }, "203.0.113.7"],
    [{ forwarded: 'for="[2001:db8::1]:4711"' }, "2001:db8::1"],
  ])("OPS-3 is the last that a declared proxy saw and is none itself: %o", (headers, expected) => {
    expect(seen("10.0.0.1", headers)).toBe(expected);
  });

  it.each(["", "unknown", "nonsense, also nonsense"])(
    "OPS-3 is the proxy's own where the header cannot be read: %s",
    (header) => {
      expect(seen("10.0.0.1", { "x-forwarded-for": header })).toBe("10.0.0.1");
    },
  );

  it("OPS-3 counts as one within an IPv6 network of 64 bits", () => {
    expect(limitKeyOf("2001:db8:1:2:3:4:5:6")).toBe(limitKeyOf("2001:db8:1:2::9"));
    expect(limitKeyOf("2001:db8::1")).toBe("2001:db8:0:0");
    expect(limitKeyOf("2001:db8:1:3::9")).not.toBe(limitKeyOf("2001:db8:1:2::9"));
    expect(limitKeyOf("192.0.2.1")).toBe("192.0.2.1");
  });
});
