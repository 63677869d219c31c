import type { Actor } from "../steps.ts";

/** Who takes steps; `own` is the department of the work. */
export const NURSE: Actor = ["nurse", "own"];
export const PROVIDER: Actor = ["provider", "own"];
export const DESK: Actor = ["front-desk", "front-desk"];
export const CALLS: Actor = ["call-center", "call-center"];
export const BILLER: Actor = ["biller", "billing"];
export const CODER: Actor = ["coder", "coding"];
export const PHARMACY: Actor = ["pharmacist", "pharmacy"];
export const MANAGER: Actor = ["care-manager", "care-management"];
export const RELEASE: Actor = ["records-release", "records-release"];
export const TRIAGE: Actor = ["nurse", "emergency"];
export const EMERGENCY_DESK: Actor = ["front-desk", "emergency"];
