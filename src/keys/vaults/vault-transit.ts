import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import { readPrivateFile } from "../private-file.ts";
import type { KeyVault } from "./ports.ts";
import { askVault, PATIENCE, unreadable, type VaultPatience, type VaultReply } from "./vault-http.ts";

export interface TransitSettings {
  /** `https://vault.example:8200`. */
  readonly url: string;
  /** Name of a key of type `aes256-gcm96` under the mount `transit`. */
  readonly key: string;
  /** Holds the token, and is read for each call, so that an agent may renew it. */
  readonly tokenFile: string;
  readonly patience?: VaultPatience;
}

const wrappedAnswer = z.object({ data: z.object({ ciphertext: z.string().startsWith("vault:v") }) });
const openedAnswer = z.object({ data: z.object({ plaintext: z.base64() }) });

/**
 * A root key in the Transit engine of HashiCorp Vault or OpenBao (HTTP API, `/v1/transit/encrypt` and `/decrypt`), the
 * context as `associated_data`. What is wrapped begins with the version of the key, so that Vault rotates it by itself.
 */
export function transitVault(settings: TransitSettings): KeyVault {
  const ask = async (verb: "encrypt" | "decrypt", body: object): Promise<unknown> => {
    const token = await tokenIn(settings.tokenFile);
    const reply = await askVault(
      (signal) =>
        fetch(`${settings.url}/v1/transit/${verb}/${encodeURIComponent(settings.key)}`, {
          method: "POST",
          headers: { "x-vault-token": token, "content-type": "application/json" },
          body: JSON.stringify(body),
          redirect: "error",
          signal,
        }),
      () => false,
      settings.patience ?? PATIENCE,
    );
    if (reply.status !== 200) throw refused(reply, settings.key);
    return reply.body;
  };
  const vault: KeyVault = {
    kind: "vault-transit",
    wrap: async (key, context) => {
      const plaintext = Buffer.from(key).toString("base64");
      const answer = wrappedAnswer.safeParse(
        await ask("encrypt", { plaintext, associated_data: base64(context) }),
      );
      if (!answer.success) throw unreadable();
      return Buffer.from(answer.data.data.ciphertext);
    },
    unwrap: async (wrapped, context) => {
      const ciphertext = Buffer.from(wrapped).toString("utf8");
      const answer = openedAnswer.safeParse(
        await ask("decrypt", { ciphertext, associated_data: base64(context) }),
      );
      if (!answer.success) throw unreadable();
      return Buffer.from(answer.data.data.plaintext, "base64");
    },
    describe: async () => {
      const said = { kind: "vault-transit", name: `${settings.url}/${settings.key}` } as const;
      try {
        await vault.wrap(Buffer.alloc(32), "modicum/probe/v1");
        return { ...said, ok: true, detail: null };
      } catch (fault) {
        return {
          ...said,
          ok: false,
          detail: fault instanceof AppError ? fault.message : "it does not answer",
        };
      }
    },
  };
  return vault;
}

async function tokenIn(path: string): Promise<string> {
  const token = (await readPrivateFile(path))?.trim();
  if (token) return token;
  throw new AppError("key_unavailable", `there is no token at \`${path}\``, {
    hint: "let the agent of the vault write it there, with mode 0600",
  });
}

function refused({ status }: VaultReply, key: string): AppError {
  const hints: Readonly<Record<number, string>> = {
    400: "it was wrapped under another key, or in another place; bring the file that belongs to this vault",
    403: `give the token a policy with update on transit/encrypt/${key} and transit/decrypt/${key}, or renew it`,
    404: `mount the engine at transit, and make the key \`${key}\` of type aes256-gcm96`,
    503: "unseal the vault",
  };
  return new AppError("key_unavailable", `the vault refuses with status ${status}`, {
    hint: hints[status] ?? "see the log of the vault",
  });
}

function base64(context: string): string {
  return Buffer.from(context).toString("base64");
}
