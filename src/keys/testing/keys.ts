import { AppError } from "../../kernel/errors.ts";
import type { DataKey, KeySource } from "../key-types.ts";

/** Keys that never change, the last of each use active, for tests. */
export function fixedKeys(keys: readonly DataKey[]): KeySource {
  return {
    active: (use) => {
      const key = keys.findLast((known) => known.use === use);
      if (key === undefined) throw new AppError("key_unavailable", `there is no key for \`${use}\``);
      return key;
    },
    find: (id) => keys.find((known) => known.id === id),
    refresh: async () => false,
  };
}
