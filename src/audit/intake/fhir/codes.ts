import type { EventKind } from "../types.ts";

/** By code of `restful-interaction`, then of DICOM (PS3.16, context groups 400 to 403). */
export const KINDS: ReadonlyMap<string, EventKind> = new Map([
  ["read", "read"],
  ["vread", "read"],
  ["history", "read"],
  ["history-instance", "read"],
  ["search", "search"],
  ["search-type", "search"],
  ["search-system", "search"],
  ["create", "create"],
  ["update", "update"],
  ["patch", "update"],
  ["delete", "delete"],
  ["operation", "execute"],
  ["110122", "login"],
  ["110123", "logout"],
  ["110106", "export"],
  ["110107", "import"],
  ["110112", "search"],
]);

/** What an action says where nothing else does (DICOM PS3.15 A.5.3, EventActionCode). */
export const ACTIONS: ReadonlyMap<string, EventKind> = new Map([
  ["C", "create"],
  ["R", "read"],
  ["U", "update"],
  ["D", "delete"],
  ["E", "execute"],
]);
