import type { CompiledPolicy } from "../policy/types.ts";
import type { AccessRequest, Decision, Facts } from "./types.ts";

export declare function decide(request: AccessRequest, policy: CompiledPolicy, facts: Facts): Decision;
