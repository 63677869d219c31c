import { describe } from "vitest";
import { intakeStoreContract, sourceStoreContract } from "./intake-store.contract.ts";
import { memoryIntakeStore, memorySourceStore } from "./memory-intake.ts";

describe("intake in memory", () => {
  sourceStoreContract(async () => memorySourceStore());
  intakeStoreContract(async () => memoryIntakeStore(() => []));
});
