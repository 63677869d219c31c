import type { LookupAddress, LookupOptions } from "node:dns";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createGuard, guardFetch, type GuardOptions, refusalIn } from "./guard.ts";

type Resolve = NonNullable<GuardOptions["resolve"]>;
type Answer = (fault: NodeJS.ErrnoException | null, found: LookupAddress[]) => void;

/** A name server that answers with these addresses, one after another. */
function answering(...answers: readonly string[][]): Resolve {
  let asked = 0;
  const resolve = (_host: string, _options: LookupOptions, answer: Answer): void => {
    const addresses = answers[Math.min(asked++, answers.length - 1)] ?? [];
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 })),
    );
  };
  return resolve as unknown as Resolve;
}

let port: number;
const reached: string[] = [];
const server = createServer((request, response) => {
  reached.push(request.headers.host ?? "");
  if (request.url === "/away") response.writeHead(302, { location: `http://rebound.test:${port}/` }).end();
  else response.end("here");
});
beforeAll(async () => {
  server.listen(0, "127.0.0.1");
  await new Promise((settle) => server.once("listening", settle));
  port = (server.address() as AddressInfo).port;
});
afterAll(() => server.close());

async function outcomeOf(url: string, options: Partial<GuardOptions>): Promise<string> {
  const closers: (() => Promise<void>)[] = [];
  guardFetch(createGuard({ privateNetworks: [], settings: [], ...options }), closers);
  try {
    return await (await fetch(url)).text();
  } catch (fault) {
    return refusalIn(fault)?.message ?? String(fault);
  } finally {
    for (const close of closers) await close();
  }
}

describe("where the process may connect to", () => {
  it("OPS-10 an address that a setting names is reached", async () => {
    const url = `http://127.0.0.1:${port}/`;
    expect(await outcomeOf(url, { settings: [url] })).toBe("here");
  });

  it("OPS-10 a private address that nobody named is not", async () => {
    expect(await outcomeOf(`http://127.0.0.1:${port}/`, {})).toContain("may not be reached");
  });

  it("OPS-10 a private address in a named network is", async () => {
    const privateNetworks = [{ address: "127.0.0.0", prefix: 8, family: "ipv4" }] as const;
    expect(await outcomeOf(`http://127.0.0.1:${port}/`, { privateNetworks })).toBe("here");
  });

  it.each(["169.254.169.254", "[fd00:ec2::254]", "[::ffff:169.254.169.254]"])(
    "OPS-11 %s is not reached, even where a setting and a network name it",
    async (host) => {
      const url = `http://${host}/latest/meta-data/`;
      const privateNetworks = [
        { address: "0.0.0.0", prefix: 0, family: "ipv4" },
        { address: "::", prefix: 0, family: "ipv6" },
      ] as const;
      expect(await outcomeOf(url, { settings: [url], privateNetworks })).toContain("may not be reached");
    },
  );

  it("OPS-12 a name that leads to a private address is not reached", async () => {
    const before = reached.length;
    const found = await outcomeOf(`http://rebound.test:${port}/`, { resolve: answering(["127.0.0.1"]) });
    expect(found).toContain("`rebound.test` leads to an address that may not be reached");
    expect(reached).toHaveLength(before);
  });

  it("OPS-12 a name that was public when it was looked at first is judged again by what it leads to now", () => {
    const guard = createGuard({
      privateNetworks: [],
      settings: [],
      resolve: answering(["93.184.216.34"], ["169.254.169.254"]),
    });
    const found: (string | null)[] = [];
    for (let time = 0; time < 2; time++)
      guard.lookup("rebound.test", {}, (fault, address) =>
        found.push(fault === null && typeof address === "string" ? address : null),
      );
    expect(found).toEqual(["93.184.216.34", null]);
  });

  it("OPS-12 of several addresses only those that may be reached are tried", () => {
    const guard = createGuard({
      privateNetworks: [],
      settings: [],
      resolve: answering(["10.0.0.1", "93.184.216.34", "::1"]),
    });
    guard.lookup("mixed.test", { all: true }, (fault, found) => {
      expect(fault).toBeNull();
      expect(found).toEqual([{ address: "93.184.216.34", family: 4 }]);
    });
    expect.assertions(2);
  });

  it("OPS-12 a redirect leads no further than the guard", async () => {
    const url = `http://127.0.0.1:${port}/away`;
    const found = await outcomeOf(url, { settings: [url], resolve: answering(["169.254.169.254"]) });
    expect(found).toContain("may not be reached");
  });
});
