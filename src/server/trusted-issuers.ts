import { z } from "zod";
import { type Config, isLoopback } from "../config.ts";
import { oidcVerifier } from "../identity/oidc-verifier.ts";
import type { TokenVerifier } from "../identity/tokens.ts";
import type { Clock } from "../kernel/clock.ts";
import { AppError } from "../kernel/errors.ts";
import { readPrivateFile } from "../keys/private-file.ts";

const issuers = z.array(
  z.strictObject({
    issuer: z.url(),
    audience: z.string().min(1),
    personClaim: z.string().min(1).optional(),
    deviceClaim: z.string().min(1).optional(),
    introspection: z
      .strictObject({ clientId: z.string().min(1), clientSecret: z.string().min(1) })
      .optional(),
  }),
);

/**
 * Whose tokens are believed besides: `MODICUM_TRUSTED_ISSUERS` names a JSON file that its owner alone may read, a list of
 * `{issuer, audience, personClaim?, deviceClaim?, introspection?: {clientId, clientSecret}}`.
 * @throws AppError `config_invalid` where it is missing or has another shape, or names an issuer without TLS
 */
export async function trustedIssuers(config: Config, clock: Clock): Promise<readonly TokenVerifier[]> {
  const path = config.trustedIssuersFile;
  if (path === undefined) return [];
  const parsed = issuers.safeParse(jsonOf(await readPrivateFile(path)));
  if (!parsed.success) throw invalid("give a list of issuers, each with its audience; see docs/developer.md");
  for (const { issuer } of parsed.data) {
    const { protocol, hostname } = new URL(issuer);
    const isHere = isLoopback(hostname);
    if (config.demo !== undefined ? !isHere : protocol !== "https:")
      throw invalid(config.demo === undefined ? "issuers need https" : "demo mode reaches loopback only");
  }
  return parsed.data.map((trusted) =>
    oidcVerifier({ ...trusted, personClaim: trusted.personClaim ?? "sub", clock }),
  );
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}

function invalid(hint: string): AppError {
  return new AppError("config_invalid", "`MODICUM_TRUSTED_ISSUERS` cannot be used as it is", { hint });
}
