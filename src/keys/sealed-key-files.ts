import { join } from "node:path";
import { keyIdOf } from "./envelope.ts";
import type { SealedPlace, Sealer } from "./ports.ts";
import { readPrivateFile, replacePrivateFile } from "./private-file.ts";
import { RECORD_SIGNING_KEY } from "./record-signing-key.ts";
import { TOKEN_SIGNING_KEY } from "./token-signing-key.ts";

const FILES = [RECORD_SIGNING_KEY, TOKEN_SIGNING_KEY];

/** The signing keys that lie sealed in the folder of the keys. */
export function sealedKeyFiles(keysDir: string, sealer: Pick<Sealer, "seal" | "open">): SealedPlace {
  const sealedIn = async (file: string): Promise<Buffer | null> => {
    const text = await readPrivateFile(join(keysDir, file));
    return text === undefined ? null : Buffer.from(text, "base64");
  };
  const counts = async (): Promise<ReadonlyMap<string, number>> => {
    const counted = new Map<string, number>();
    for (const { file } of FILES) {
      const sealed = await sealedIn(file);
      if (sealed === null) continue;
      const id = keyIdOf(sealed);
      counted.set(id, (counted.get(id) ?? 0) + 1);
    }
    return counted;
  };
  return {
    title: "signing keys",
    use: "seal",
    counts,
    holds: async (keyId) => (await counts()).has(keyId),
    reseal: async (keyId) => {
      let resealed = 0;
      for (const { file, context } of FILES) {
        const sealed = await sealedIn(file);
        if (sealed === null || keyIdOf(sealed) === keyId) continue;
        const anew = await sealer.seal(await sealer.open(sealed, context), context);
        await replacePrivateFile(join(keysDir, file), `${Buffer.from(anew).toString("base64")}\n`);
        resealed += 1;
      }
      return { resealed, next: null };
    },
  };
}
