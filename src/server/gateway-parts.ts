import type { Catalogue } from "../catalogue/types.ts";
import { POPULOUS_ZIP3 } from "../catalogue/census/zip3.ts";
import type { GatewayKeys } from "../gateway/fhir/deps.ts";
import type { Sealer } from "../keys/ports.ts";
import type { Permitted } from "../pipeline.ts";
import { openScanner } from "../projection/bytes/open-scanner.ts";
import type { OpenScanner } from "../projection/bytes/open-scanner.ts";
import type { ProjectionContext } from "../projection/types.ts";

/** Keys that every process over one keyset derives alike, so that page links and ETags hold on each of them. */
export function gatewayKeys(sealer: Sealer): GatewayKeys {
  return { etag: derivedKey(sealer, "gateway/etag"), pageToken: derivedKey(sealer, "gateway/page-token") };
}

const scanners = new WeakMap<Catalogue, OpenScanner>();

/** The one scanner of a catalogue: it knows a text again that it has split. */
export function scannerOf(catalogue: Catalogue): OpenScanner {
  const scanner = scanners.get(catalogue) ?? openScanner(catalogue);
  scanners.set(catalogue, scanner);
  return scanner;
}

/** Tokens differ between purposes, so that two views cannot be joined on them. */
export function projectionContext(sealer: Sealer): (permitted: Permitted) => ProjectionContext {
  return ({ decision, now }) => ({
    now,
    zip3: POPULOUS_ZIP3,
    tokenize: (element, value) =>
      Buffer.from(
        sealer.blindIndex(`token/${decision.purposes.toSorted().join("+")}/${element}`, value),
      ).toString("hex"),
  });
}

/** 32 bytes, the same for every process over one keyset: two blind indexes of 128 bits each. */
export function derivedKey(sealer: Sealer, namespace: string): Uint8Array {
  return Buffer.concat([sealer.blindIndex(namespace, "0"), sealer.blindIndex(namespace, "1")]);
}
