import { describe } from "vitest";
import { locateStoreContract } from "./locate-store.contract.ts";
import { memoryLocateStore } from "./memory-locate-store.ts";

describe("LocateStore in memory", () => {
  locateStoreContract(async () => memoryLocateStore());
});
