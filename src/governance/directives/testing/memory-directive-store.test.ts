import { describe } from "vitest";
import { directiveStoreContract } from "./directive-store.contract.ts";
import { memoryDirectiveStore } from "./memory-directive-store.ts";

describe("DirectiveStore in memory", () => {
  directiveStoreContract(async () => memoryDirectiveStore());
});
