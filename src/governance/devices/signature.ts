import { createHmac, timingSafeEqual } from "node:crypto";

/** How long a signature is good, before and after the time that it states. */
export const WINDOW_MS = 5 * 60_000;

/** Stands before what is signed, so that a signature made for something else is none here. */
const NAMESPACE = "modicum/device-events/v1";

/** Who may report devices: id of the device manager to its secrets, two while they are exchanged. */
export type DeviceManagers = ReadonlyMap<string, readonly string[]>;

/** What came with a batch. */
export interface SignedBatch {
  /** `Modicum-Manager` */
  readonly manager: string | undefined;
  /** `Modicum-Timestamp`: seconds since 1970. */
  readonly timestamp: string | undefined;
  /** `Modicum-Signature`: `v1=` and hex; several parted by commas. */
  readonly signature: string | undefined;
  /** The body as it came. */
  readonly body: Uint8Array;
}

/** `v1=` and the HMAC-SHA-256 (RFC 2104) over namespace, manager, timestamp and body, parted by line feeds, in hex. */
export function signBatch(
  secret: string,
  manager: string,
  timestamp: string,
  body: Uint8Array | string,
): string {
  return `v1=${digestOf(secret, manager, timestamp, body).toString("hex")}`;
}

/**
 * The device manager whose secret signed the batch within the window; null: nobody's. INVARIANT: no answer and no time tells an
 * unknown manager from a wrong signature.
 */
export function signerOf(
  { manager = "", timestamp = "", signature = "", body }: SignedBatch,
  managers: DeviceManagers,
  now: number,
): string | null {
  const isInTime = /^\d{1,12}$/.test(timestamp) && Math.abs(now - Number(timestamp) * 1_000) <= WINDOW_MS;
  const secrets = managers.get(manager) ?? [];
  const given = signature
    .split(",", MOST_SIGNATURES)
    .map((one) => /^v1=([0-9a-f]{64})$/.exec(one.trim())?.[1]);
  let isSigned = false;
  for (const secret of secrets.length === 0 ? [NOBODYS] : secrets) {
    const expected = digestOf(secret, manager, timestamp, body);
    for (const hex of given)
      if (hex !== undefined && timingSafeEqual(expected, Buffer.from(hex, "hex"))) isSigned = true;
  }
  return isSigned && isInTime && secrets.length > 0 ? manager : null;
}

const MOST_SIGNATURES = 4;
/** Compared with where there is no secret, so that it takes as long. */
const NOBODYS = "no manager";

function digestOf(secret: string, manager: string, timestamp: string, body: Uint8Array | string): Buffer {
  return createHmac("sha256", secret)
    .update(`${NAMESPACE}\n${manager}\n${timestamp}\n`)
    .update(body)
    .digest();
}
