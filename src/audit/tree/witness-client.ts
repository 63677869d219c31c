/** Asks one witness to cosign (C2SP tlog-witness `add-checkpoint`), and keeps what it answers. */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import { AppError } from "../../kernel/errors.ts";
import type { LogStore } from "./ports.ts";
import { consistencyProof, proofReader } from "./proofs.ts";

/** A witness as it was configured. */
export interface Witness {
  /** The name of its key. */
  readonly name: string;
  /** Four bytes, in hex. */
  readonly keyId: string;
  readonly publicKey: KeyObject;
  /** As it is given to who verifies: `<name>+<id>+<0x04 and the key in base64>`. */
  readonly verifierKey: string;
  /** The submission prefix, without a slash at the end. */
  readonly url: string;
}

export interface WitnessStatus {
  readonly name: string;
  readonly verifierKey: string;
  /** Of the largest tree that it cosigned; 0: none. */
  readonly size: number;
  /** When it says that it did, milliseconds since 1970. */
  readonly at: number | null;
  /** That tree's checkpoint with the lines of its witnesses; null: none. */
  readonly checkpoint: string | null;
  /** Answers other than a cosignature, since the process began. */
  readonly refusals: number;
  readonly lastRefusal: number | null;
  readonly state: "ok" | "waiting" | "failing";
}

export interface WitnessClient {
  /**
   * Asks for the newest checkpoint where it is not cosigned yet.
   * @throws AppError `upstream_unreachable` where the witness does not answer, `upstream_invalid` where it refuses or what it
   * answers is not its signature.
   */
  ask(): Promise<void>;
  status(): Promise<WitnessStatus>;
}

export type Post = (url: string, body: string) => Promise<{ readonly status: number; readonly text: string }>;

const ED25519_COSIGNATURE = 4;
const SPKI = Buffer.from("302a300506032b6570032100", "hex");
const VKEY_AND_URL = /^([^\s+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/]+=*?)\+(https?:\/\/\S+)$/;

/**
 * Reads `vkey+url`, parted by commas.
 * @throws AppError `config_invalid`
 */
export function parseWitnesses(text: string): readonly Witness[] {
  return text
    .split(",")
    .filter((one) => one.trim() !== "")
    .map((one) => {
      const [, name = "", keyId = "", encoded = "", url = ""] = VKEY_AND_URL.exec(one.trim()) ?? [];
      const bytes = Buffer.from(encoded, "base64");
      if (bytes.length !== 33 || bytes[0] !== ED25519_COSIGNATURE || !URL.canParse(url))
        throw new AppError("config_invalid", "`MODICUM_WITNESS` holds something that is no witness", {
          hint: "give `<verifier key>+<url>` of each, parted by commas; `modicum log witness` prints its key",
        });
      const spki = Buffer.concat([SPKI, bytes.subarray(1)]);
      const publicKey = createPublicKey({ key: spki, format: "der", type: "spki" });
      const verifierKey = `${name}+${keyId}+${encoded}`;
      return { name, keyId, publicKey, verifierKey, url: url.replace(/\/+$/, "") };
    });
}

/** A client of one witness over the log. */
export function createWitnessClient(witness: Witness, store: LogStore, post: Post): WitnessClient {
  let [refusals, lastRefusal, failing] = [0, null as number | null, false];
  /** What the witness holds, where it said so; else what it cosigned last. */
  let held: number | null = null;

  const submit = async (newest: { readonly size: number; readonly note: string }): Promise<void> => {
    const old = held ?? (await store.lastCosigned(witness.name))?.size ?? 0;
    if (old > newest.size) throw refused(witness, 409);
    const path = await consistencyProof(proofReader(store, newest.size), old);
    const proof = path.map((hash) => `${Buffer.from(hash).toString("base64")}\n`).join("");
    const answer = await post(`${witness.url}/add-checkpoint`, `old ${old}\n${proof}\n${newest.note}`);
    if (answer.status === 200) return keep(newest, answer.text);
    refusals += 1;
    lastRefusal = answer.status;
    const said = Number(answer.text.trim());
    const isBehind = answer.status === 409 && /^\d{1,15}\n$/.test(answer.text) && said !== old;
    if (!isBehind) throw refused(witness, answer.status);
    held = said;
  };

  const keep = async (
    newest: { readonly size: number; readonly note: string },
    text: string,
  ): Promise<void> => {
    const signed = cosignatureIn(text, newest.note, witness);
    if (signed === null)
      throw new AppError("upstream_invalid", `the witness \`${witness.name}\` answered what it did not sign`);
    await store.keepCosignature({ size: newest.size, witness: witness.name, ...signed });
    held = newest.size;
  };

  return {
    async ask() {
      const newest = await store.newest();
      const last = await store.lastCosigned(witness.name);
      if (newest === null || last?.size === newest.size) return;
      try {
        await submit(newest);
        failing = false;
      } catch (fault) {
        failing = true;
        throw fault;
      }
    },
    async status() {
      const last = await store.lastCosigned(witness.name);
      const state = failing ? "failing" : last === null ? "waiting" : "ok";
      const [cosigned] = last === null ? [] : await store.checkpoints(last.size - 1, 1);
      return {
        name: witness.name,
        verifierKey: witness.verifierKey,
        size: last?.size ?? 0,
        at: last?.at ?? null,
        checkpoint: cosigned?.note ?? null,
        refusals,
        lastRefusal,
        state,
      };
    },
  };
}

/** The witness's own line of an answer, believed by its key alone (C2SP tlog-cosignature, Ed25519). */
function cosignatureIn(
  answer: string,
  note: string,
  { name, keyId, publicKey }: Witness,
): { readonly at: number; readonly line: string } | null {
  const text = note.slice(0, note.indexOf("\n\n") + 1);
  for (const line of answer.split("\n").filter((one) => one.startsWith(`— ${name} `))) {
    const bytes = Buffer.from(line.slice(`— ${name} `.length), "base64");
    if (bytes.subarray(0, 4).toString("hex") !== keyId || bytes.length !== 4 + 8 + 64) continue;
    const seconds = Number(bytes.readBigUInt64BE(4));
    const message = Buffer.from(`cosignature/v1\ntime ${seconds}\n${text}`);
    if (verify(null, message, publicKey, bytes.subarray(12)))
      return { at: seconds * 1000, line: `${line}\n` };
  }
  return null;
}

function refused({ name }: Witness, status: number): AppError {
  return new AppError("upstream_invalid", `the witness \`${name}\` refuses to cosign with ${status}`, {
    hint: "it may have seen another history: compare its checkpoint with `modicum log verify --since`",
  });
}
