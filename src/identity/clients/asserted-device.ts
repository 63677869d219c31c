import type { VerifiedToken } from "../tokens.ts";
import type { Client } from "./ports.ts";

/** As the inventory names devices. */
const DEVICE = /^[A-Za-z0-9][A-Za-z0-9:._-]{0,127}$/;

/**
 * The device that a request comes from: by the claim of its token, or by the header of a client that is registered to assert
 * devices; undefined: nobody's word that counts names one. INVARIANT: anybody else's header is as if it were not there, and two
 * words that contradict each other name none.
 */
export function deviceBy(
  client: Pick<Client, "assertsDevice"> | undefined,
  { deviceId: claimed }: Pick<VerifiedToken, "deviceId">,
  header: string | undefined,
): string | undefined {
  if (header === undefined || client?.assertsDevice !== true) return claimed;
  const asserted = header.trim();
  if (!DEVICE.test(asserted)) return undefined;
  return claimed === undefined || claimed === asserted ? asserted : undefined;
}
