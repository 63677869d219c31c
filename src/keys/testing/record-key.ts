import { generateKeyPairSync } from "node:crypto";
import type { RecordSigningKey } from "../record-signing-key.ts";

/** A fresh key that signs a record in memory, for tests. */
export function memoryRecordKey(): RecordSigningKey {
  return generateKeyPairSync("ed25519");
}
