import { execFileSync } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect, type TLSSocket } from "node:tls";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { practiceSources } from "../api/testing/practice-sources.ts";
import { auditMessage, syslogFrame } from "../audit/intake/testing/audit-message.ts";
import { recordSource } from "../audit/intake/testing/memory-intake.ts";
import type { AuditEntry } from "../audit/types.ts";
import { AppError } from "../kernel/errors.ts";
import { createLog } from "./log.ts";
import { openSyslog } from "./syslog.ts";

function hasOpenssl(): boolean {
  try {
    execFileSync("openssl", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

// The certificates of this test are made by `openssl`, which a machine may lack.
describe.skipIf(!hasOpenssl())("ATNA messages by syslog over TLS", () => {
  const dir = mkdtempSync(join(tmpdir(), "modicum-syslog-"));
  const files = (name: string) => ({ cert: join(dir, `${name}.crt`), key: join(dir, `${name}.key`) });
  const pem = (name: string) => ({
    cert: readFileSync(files(name).cert, "utf8"),
    key: readFileSync(files(name).key, "utf8"),
  });
  const closers: (() => Promise<void>)[] = [];
  const sockets: TLSSocket[] = [];
  let entries: AuditEntry[];
  let desk: ReturnType<typeof practiceSources>;
  let port: number;

  beforeAll(() => {
    for (const name of ["server", "pacs", "stranger"]) {
      const made = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
      const { cert, key } = files(name);
      const named = ["-subj", `/CN=${name}`, "-addext", "subjectAltName=IP:127.0.0.1"];
      execFileSync("openssl", ["req", ...made, ...named, "-keyout", key, "-out", cert], { stdio: "ignore" });
    }
    writeFileSync(join(dir, "ca.pem"), pem("pacs").cert + pem("stranger").cert);
  });
  afterAll(() => rmSync(dir, { recursive: true }));

  beforeEach(async () => {
    entries = [];
    desk = practiceSources(1_000, entries);
    const certificate = new X509Certificate(pem("pacs").cert).fingerprint256
      .replaceAll(":", "")
      .toLowerCase();
    await desk.store.add(recordSource({ id: "pacs", kind: "atna", rules: { certificates: [certificate] } }));
    port = await listening();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    for (const close of closers.splice(0)) await close();
  });

  async function listening(over: Pick<typeof desk, "store" | "intake"> = desk, messageMs = 60_000) {
    const server = files("server");
    const config = {
      host: "127.0.0.1",
      port: 0,
      certFile: server.cert,
      keyFile: server.key,
      caFile: join(dir, "ca.pem"),
    };
    return (await openSyslog({ config, desk: over, log: createLog("silent"), closers, messageMs })).port;
  }

  function sender(name: string | null, to = port): TLSSocket {
    const shown = name === null ? {} : pem(name);
    const socket = connect({ host: "127.0.0.1", port: to, ca: pem("server").cert, ...shown });
    socket.on("error", () => undefined);
    socket.resume();
    sockets.push(socket);
    return socket;
  }
  const cutOff = (socket: TLSSocket) => new Promise<void>((resolve) => socket.once("close", () => resolve()));
  const taken = (count: number) => expect.poll(() => entries.length, { timeout: 5_000 }).toBe(count);

  it("INT-44 F180 takes what a registered certificate sends, each message once, and names the source", async () => {
    const socket = sender("pacs");
    socket.write(Buffer.concat([1, 2, 1].map((study) => syslogFrame(auditMessage(study)))));
    await taken(2);
    expect(entries[0]).toMatchObject({
      channel: "syslog",
      interaction: "intake.read",
      patients: ["MRN-100"],
      source: { id: "pacs" },
    });
  });

  it("INT-44 cuts off a certificate that no source has, and whoever shows none", async () => {
    for (const name of ["stranger", null]) {
      const socket = sender(name);
      const closed = cutOff(socket);
      socket.write(syslogFrame(auditMessage(1)));
      await closed;
    }
    expect(entries).toEqual([]);
  });

  it("INT-44 takes nothing more once the source was switched off", async () => {
    const socket = sender("pacs");
    socket.write(syslogFrame(auditMessage(1)));
    await taken(1);
    const known = await desk.store.find("pacs");
    if (known !== undefined) await desk.store.change({ ...known, disabledAt: 1 }, 1);
    const closed = cutOff(socket);
    socket.write(syslogFrame(auditMessage(2)));
    await closed;
    expect(entries).toHaveLength(1);
  });

  it("INT-43 keeps what is no frame, and ends the connection", async () => {
    const socket = sender("pacs");
    const closed = cutOff(socket);
    socket.write(Buffer.concat([syslogFrame(auditMessage(1)), Buffer.from("no frame at all")]));
    await closed;
    expect(entries).toHaveLength(1);
    expect(await desk.came.rejects("pacs", 5)).toMatchObject([{ place: 2, reason: "not_syslog" }]);
  });

  it("INT-45 ends a connection whose message does not come whole in time, and no silent one", async () => {
    const to = await listening(desk, 100);
    const [slow, silent] = [sender("pacs", to), sender("pacs", to)];
    silent.write(syslogFrame(auditMessage(1)));
    await taken(1);
    const closed = cutOff(slow);
    slow.write("500 <85>1");
    await closed;
    expect(silent.destroyed).toBe(false);
  });

  it("INT-46 F180 keeps a message until the record takes it", async () => {
    let refusals = 1;
    const take: typeof desk.intake.take = (...given) =>
      refusals-- > 0
        ? Promise.reject(new AppError("record_unavailable", "the record is closed"))
        : desk.intake.take(...given);
    const to = await listening({ store: desk.store, intake: { take } });
    sender("pacs", to).write(syslogFrame(auditMessage(1)));
    await taken(1);
    expect(refusals).toBe(-1);
  });
});
