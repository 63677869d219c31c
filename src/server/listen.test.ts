import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect as connectPlain } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AppError } from "../kernel/errors.ts";
import { hasOpenssl } from "../../test/e2e/production-server.ts";
import { listen, type Listening } from "./listen.ts";

const OPENSSL = hasOpenssl();
const HOST = "127.0.0.1";

let dir: string;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), "modicum-tls-"));
});
afterAll(() => rm(dir, { recursive: true }));

async function certificate(name: string): Promise<{ readonly certFile: string; readonly keyFile: string }> {
  const [keyFile, certFile] = [join(dir, "tls.key"), join(dir, "tls.crt")];
  const made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const named = ["-subj", `/CN=${name}`, "-keyout", keyFile, "-out", certFile];
  execFileSync("openssl", ["req", ...made, ...named], { stdio: "ignore" });
  await chmod(keyFile, 0o600);
  return { certFile, keyFile };
}

/** What came of a handshake: the protocol and the certificate's name, or the code of its fault. */
function handshake(
  port: number,
  options: ConnectionOptions = {},
): Promise<{ protocol: string | null; name: string }> {
  return new Promise((settle) => {
    const socket: TLSSocket = connect({ port, host: HOST, rejectUnauthorized: false, ...options }, () => {
      settle({ protocol: socket.getProtocol(), name: String(socket.getPeerCertificate().subject.CN) });
      socket.destroy();
    });
    socket.once("error", (fault: NodeJS.ErrnoException) =>
      settle({ protocol: null, name: fault.code ?? "" }),
    );
  });
}

describe.skipIf(!OPENSSL)("TLS (needs openssl)", () => {
  let listening: Listening;
  let files: Awaited<ReturnType<typeof certificate>>;
  const told: (AppError | null)[] = [];

  beforeAll(async () => {
    files = await certificate("first.example");
    const tls = { ...files, reloadMs: 20, onReload: (fault: AppError | null) => void told.push(fault) };
    listening = await listen({ host: HOST, port: 0, tls }, (_request, response) => void response.end("in"));
  });
  afterAll(() => listening.close());

  it("F154 OPS-1 1.3 is agreed on where the client has it, 1.2 where it has no more", async () => {
    expect((await handshake(listening.port)).protocol).toBe("TLSv1.3");
    expect((await handshake(listening.port, { maxVersion: "TLSv1.2" })).protocol).toBe("TLSv1.2");
  });

  it.each(["TLSv1.1", "TLSv1"] as const)("F154 OPS-1 %s is refused", async (version) => {
    const old = { minVersion: version, maxVersion: version, ciphers: "ALL:@SECLEVEL=0" } as const;
    expect(await handshake(listening.port, old)).toMatchObject({ protocol: null });
  });

  it("F154 OPS-1 openssl, asked to speak 1.1, is refused by an alert of the server", async () => {
    const args = [
      "s_client",
      "-connect",
      `${HOST}:${listening.port}`,
      "-tls1_1",
      "-cipher",
      "ALL:@SECLEVEL=0",
    ];
    const child = spawn("openssl", args, { stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stderr.setEncoding("utf8").on("data", (text: string) => (said += text));
    await once(child, "close");
    expect(said).toMatch(/alert protocol version|wrong version number|unsupported protocol/i);
  });

  it.each(["AES128-SHA", "ECDHE-ECDSA-AES128-SHA"])(
    "F154 OPS-1 a cipher without forward secrecy or authentication is refused: %s",
    async (ciphers) => {
      const old = { maxVersion: "TLSv1.2", ciphers } as const;
      expect(await handshake(listening.port, old)).toMatchObject({ protocol: null });
    },
  );

  it("OPS-2 a renewed certificate is taken while the server runs", async () => {
    await certificate("second.example");
    while (told.at(-1) !== null) await new Promise((settle) => setTimeout(settle, 10));
    expect((await handshake(listening.port)).name).toBe("second.example");
  });

  it.each([
    ["certFile", "no certificate"],
    ["certFile", ""],
    ["keyFile", ""],
  ] as const)(
    "OPS-2 files that cannot be used leave the certificate as it is, and the operator is told: %s %j",
    async (file, text) => {
      const before = await readFile(files[file], "utf8");
      const from = told.length;
      await writeFile(files[file], text);
      while (told.length === from) await new Promise((settle) => setTimeout(settle, 10));
      expect(told.at(-1)?.code).toBe("config_invalid");
      expect((await handshake(listening.port)).name).toBe("second.example");
      await writeFile(files[file], before);
    },
  );

  it("OPS-2 a key that others may read is not taken", async () => {
    await chmod(files.keyFile, 0o644);
    const started = listen({ host: HOST, port: 0, tls: files }, () => undefined);
    await expect(started).rejects.toThrow("open to others");
    await chmod(files.keyFile, 0o600);
  });
});

describe("who holds a connection and does not use it", () => {
  const limits = { headersMs: 100, requestMs: 200, idleMs: 50, checkMs: 20 };

  /** Sends this and waits until the server ends it. */
  function sending(port: number, text: string): Promise<string> {
    return new Promise((settle) => {
      let answer = "";
      const socket = connectPlain({ port, host: HOST }, () => socket.write(text));
      socket.setEncoding("utf8").on("data", (part: string) => (answer += part));
      socket.on("close", () => settle(answer));
      socket.on("error", () => undefined);
    });
  }

  it.each([
    ["the head of a request", "GET / HTTP/1.1\r\nHost: a\r\nX-Slow: 1\r\n", "408"],
    ["its body", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n1", "408"],
    [
      "a head of more than 16 KB",
      `GET / HTTP/1.1\r\nHost: a\r\nX-Long: ${"a".repeat(17_000)}\r\n\r\n`,
      "431",
    ],
  ])("OPS-8 is not waited for: %s", async (_what, text, status) => {
    const listening = await listen({ host: HOST, port: 0, tls: undefined, limits }, (request, response) => {
      request.resume().on("end", () => response.end("in"));
    });
    expect(await sending(listening.port, text)).toContain(`HTTP/1.1 ${status}`);
    await listening.close();
  });

  it("OPS-8 one connection more than the operator lets in is closed at once", async () => {
    const options = { host: HOST, port: 0, tls: undefined, connections: 1 };
    const listening = await listen(options, (_request, response) => void response.end("in"));
    const first = connectPlain({ port: listening.port, host: HOST });
    await new Promise((settle) => first.once("connect", settle));
    expect(await sending(listening.port, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")).toBe("");
    first.destroy();
    await listening.close();
  });
});
