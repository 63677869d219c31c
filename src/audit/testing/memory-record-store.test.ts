import { describe } from "vitest";
import { memoryRecordStore } from "./memory-record-store.ts";
import { recordStoreContract } from "./record-store.contract.ts";

describe("RecordStore in memory", () => {
  recordStoreContract(async () => memoryRecordStore());
});
