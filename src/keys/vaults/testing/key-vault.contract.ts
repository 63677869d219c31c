import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import type { KeyVault, VaultKind } from "../ports.ts";

const CONTEXT = "modicum/data-key/v1\0seal\0deadbeef";
const REFUSED = { code: "key_unavailable" };

/** What every vault does. `open` gives one root key; `other` another of the same kind. */
export function keyVaultContract(
  kind: VaultKind,
  open: () => Promise<KeyVault>,
  other: () => Promise<KeyVault>,
): void {
  it("KEY-20 gives back the key that it wrapped, and wraps it differently each time", async () => {
    const vault = await open();
    const key = randomBytes(32);
    const [one, two] = [await vault.wrap(key, CONTEXT), await vault.wrap(key, CONTEXT)];
    expect(Buffer.from(await vault.unwrap(one, CONTEXT))).toEqual(key);
    expect(Buffer.from(one)).not.toEqual(Buffer.from(two));
  });

  it("KEY-20 shows nothing of the key in what it wrapped", async () => {
    const key = randomBytes(32);
    const wrapped = Buffer.from(await (await open()).wrap(key, CONTEXT));
    expect(wrapped.includes(key)).toBe(false);
    expect(wrapped.toString("utf8").includes(key.toString("base64"))).toBe(false);
  });

  it("KEY-21 refuses another context", async () => {
    const vault = await open();
    const wrapped = await vault.wrap(randomBytes(32), CONTEXT);
    await expect(vault.unwrap(wrapped, CONTEXT.replace("seal", "wrap"))).rejects.toMatchObject(REFUSED);
  });

  it("KEY-21 refuses what was changed, cut short or never wrapped", async () => {
    const vault = await open();
    const wrapped = Buffer.from(await vault.wrap(randomBytes(32), CONTEXT));
    const changed = Buffer.from(wrapped);
    changed[wrapped.length - 2] = (changed[wrapped.length - 2] ?? 0) ^ 1;
    for (const bytes of [changed, wrapped.subarray(0, 20), Buffer.alloc(0), Buffer.from("vault:v1:AAAA")]) {
      await expect(vault.unwrap(bytes, CONTEXT)).rejects.toMatchObject(REFUSED);
    }
  });

  it("KEY-21 refuses what another root key wrapped", async () => {
    const wrapped = await (await other()).wrap(randomBytes(32), CONTEXT);
    await expect((await open()).unwrap(wrapped, CONTEXT)).rejects.toMatchObject(REFUSED);
  });

  it("KEY-22 says which root key it holds, and two by different names", async () => {
    const [one, two] = [await (await open()).describe(), await (await other()).describe()];
    expect(one).toMatchObject({ kind, ok: true, detail: null });
    expect(one.name).not.toBe("");
    expect(one.name).not.toBe(two.name);
  });
}
