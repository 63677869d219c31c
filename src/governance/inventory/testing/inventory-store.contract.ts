import { describe, expect, it } from "vitest";
import type { InventoryStore } from "../ports.ts";
import { addedSystem, changedSystem } from "../register.ts";
import type { SystemWords } from "../types.ts";

export const FAX: SystemWords = {
  id: "fax",
  name: "Fax server",
  kind: "fax",
  standing: "in-use",
  owner: "front desk",
  location: "Server room",
  categories: [1, 2, 16],
  recipients: ["Schools"],
  vendor: null,
  retention: "Deleted after 30 days",
  inTransit: { encrypted: "no", how: "" },
  atRest: { encrypted: "yes", how: "LUKS" },
};

export function inventoryStoreContract(open: () => Promise<InventoryStore>): void {
  describe("the register of systems", () => {
    it("INV-5 F128 keeps what was said, by whom and when", async () => {
      const store = await open();
      const fax = addedSystem(FAX, "sam.security", 1_000);
      expect(await store.add(fax)).toBe(true);
      expect(await store.add(fax)).toBe(false);
      const silent = addedSystem(
        { ...FAX, id: "paper", inTransit: null, atRest: null },
        "sam.security",
        2_000,
      );
      await store.add(silent);
      expect(await store.find("fax")).toEqual(fax);
      expect(await store.list()).toEqual([fax, silent]);
      expect(await store.find("email")).toBeUndefined();
    });

    it("INV-7 F128 of two changes made on one version the second changes nothing", async () => {
      const store = await open();
      const fax = addedSystem(FAX, "sam.security", 1_000);
      await store.add(fax);
      const next = changedSystem(fax, { ...FAX, vendor: "Faxes Inc." }, "priya.privacy", 2_000);
      expect(await store.change(next, 1)).toBe(true);
      expect(await store.change({ ...next, vendor: null }, 1)).toBe(false);
      expect(await store.find("fax")).toEqual(next);
    });
  });
}
