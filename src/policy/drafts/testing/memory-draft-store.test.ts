import { describe } from "vitest";
import { draftStoreContract } from "./draft-store.contract.ts";
import { memoryDraftStore } from "./memory-draft-store.ts";

describe("DraftStore in memory", () => {
  draftStoreContract(async () => memoryDraftStore());
});
