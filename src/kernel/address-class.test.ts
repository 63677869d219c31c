import { describe, expect, it } from "vitest";
import { addressClassOf } from "./address-class.ts";

describe("what an address is to who connects to it", () => {
  it.each([
    "169.254.169.254",
    "169.254.170.2",
    "fe80::1",
    "fd00:ec2::254",
    "100.100.100.200",
    "168.63.129.16",
    "::ffff:169.254.169.254",
    "::ffff:a9fe:a9fe",
    "0.0.0.0",
    "::",
    "255.255.255.255",
    "ff02::1",
    "localhost",
    "",
  ])("forbidden: %s", (address) => {
    expect(addressClassOf(address)).toBe("forbidden");
  });

  it.each(["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::ffff:7f00:1"])(
    "loopback: %s",
    (address) => {
      expect(addressClassOf(address)).toBe("loopback");
    },
  );

  it.each([
    "10.1.2.3",
    "172.31.255.255",
    "192.168.0.1",
    "100.64.0.1",
    "fd12::1",
    "64:ff9b::a9fe:a9fe",
    "2002:a9fe:a9fe::1",
    "::7f00:1",
  ])("private: %s", (address) => {
    expect(addressClassOf(address)).toBe("private");
  });

  it.each(["8.8.8.8", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])("public: %s", (address) => {
    expect(addressClassOf(address)).toBe("public");
  });
});
