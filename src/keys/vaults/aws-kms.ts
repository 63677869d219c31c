import { AwsClient } from "aws4fetch";
import { z } from "zod";
import { AppError } from "../../kernel/errors.ts";
import type { KeyVault } from "./ports.ts";
import { askVault, PATIENCE, unreadable, type VaultPatience, type VaultReply } from "./vault-http.ts";

export interface KmsSettings {
  /** ARN of a symmetric key; its region is the one that is asked. */
  readonly keyArn: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** Another than the region's own, such as a VPC endpoint. */
  readonly endpoint?: string;
  readonly patience?: VaultPatience;
}

const wrappedAnswer = z.object({ CiphertextBlob: z.base64() });
const openedAnswer = z.object({ Plaintext: z.base64(), KeyId: z.string() });
const faultType = z.object({ ["__type"]: z.string() }).transform((said) => said["__type"]);

/**
 * A root key in AWS KMS (API of 2014-11-01, JSON 1.1, signed with Signature Version 4), the context as its encryption
 * context, which CloudTrail shows: it holds the id and the use of a key, and nothing of a patient.
 */
export function kmsVault(settings: KmsSettings): KeyVault {
  const { keyArn } = settings;
  const region = regionOf(keyArn);
  const { accessKeyId, secretAccessKey, sessionToken } = settings;
  const credentials = {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
  };
  const aws = new AwsClient({ ...credentials, service: "kms", region, retries: 0 });
  const ask = async (operation: "Encrypt" | "Decrypt", body: object): Promise<unknown> => {
    const send = (signal: AbortSignal): Promise<Response> =>
      aws.fetch(settings.endpoint ?? `https://kms.${region}.amazonaws.com/`, {
        method: "POST",
        headers: {
          "content-type": "application/x-amz-json-1.1",
          "x-amz-target": `TrentService.${operation}`,
        },
        body: JSON.stringify({ KeyId: keyArn, ...body }),
        redirect: "error",
        signal,
      });
    const reply = await askVault(send, isThrottled, settings.patience ?? PATIENCE);
    if (reply.status !== 200) throw refused(reply);
    return reply.body;
  };
  const vault: KeyVault = {
    kind: "aws-kms",
    wrap: async (key, context) => {
      const plaintext = Buffer.from(key).toString("base64");
      const body = { Plaintext: plaintext, EncryptionContext: encryptionContext(context) };
      const answer = wrappedAnswer.safeParse(await ask("Encrypt", body));
      if (!answer.success) throw unreadable();
      return Buffer.from(answer.data.CiphertextBlob, "base64");
    },
    unwrap: async (wrapped, context) => {
      const blob = Buffer.from(wrapped).toString("base64");
      const body = { CiphertextBlob: blob, EncryptionContext: encryptionContext(context) };
      const answer = openedAnswer.safeParse(await ask("Decrypt", body));
      if (!answer.success) throw unreadable();
      return Buffer.from(answer.data.Plaintext, "base64");
    },
    describe: async () => {
      const said = { kind: "aws-kms", name: keyArn } as const;
      try {
        await vault.wrap(Buffer.alloc(32), "modicum/probe/v1");
        return { ...said, ok: true, detail: null };
      } catch (cause) {
        return {
          ...said,
          ok: false,
          detail: cause instanceof AppError ? cause.message : "it does not answer",
        };
      }
    },
  };
  return vault;
}

/** @throws AppError `config_invalid` */
function regionOf(keyArn: string): string {
  const region = /^arn:aws[a-z-]*:kms:([a-z0-9-]+):\d{12}:key\/[A-Za-z0-9-]+$/.exec(keyArn)?.[1];
  if (region !== undefined) return region;
  throw new AppError("config_invalid", `\`${keyArn}\` is no ARN of a KMS key`, {
    hint: "give it as arn:aws:kms:REGION:ACCOUNT:key/ID",
  });
}

/** Readable where it can be; any two contexts differ. */
function encryptionContext(context: string): Readonly<Record<string, string>> {
  return { modicum: encodeURIComponent(context) };
}

/** KMS says with status 400 that it is asked too often. */
function isThrottled({ body }: VaultReply): boolean {
  const said = faultType.safeParse(body);
  return said.success && /Throttl|LimitExceeded|KMSInternal|DependencyTimeout/.test(said.data);
}

function refused({ status, body }: VaultReply): AppError {
  const type =
    (faultType.safeParse(body).data ?? "")
      .split("#")
      .at(-1)
      ?.replace(/[^A-Za-z]/g, "") ?? "";
  const hints: Readonly<Record<string, string>> = {
    AccessDeniedException: "allow kms:Encrypt and kms:Decrypt on the key to these credentials",
    DisabledException: "enable the key",
    IncorrectKeyException: "bring the file of the keys that was wrapped under this KMS key",
    InvalidCiphertextException: "bring the file of the keys that was wrapped under this KMS key",
    KMSInvalidStateException: "cancel the deletion of the key, or enable it",
    NotFoundException: "see the region and the id in MODICUM_KEY_VAULT",
    UnrecognizedClientException: "renew the credentials",
    ExpiredTokenException: "renew the credentials",
  };
  return new AppError("key_unavailable", `KMS refuses with \`${type || status}\``, {
    hint: hints[type] ?? "see CloudTrail",
  });
}
