import { describe } from "vitest";
import { clientStoreContract, connectionStoreContract } from "./client-store.contract.ts";
import { memoryClientStore, memoryConnectionStore } from "./memory-client-store.ts";

describe("registrations in memory", () => clientStoreContract(async () => memoryClientStore()));
describe("connected apps in memory", () => connectionStoreContract(async () => memoryConnectionStore()));
