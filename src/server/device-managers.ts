import { z } from "zod";
import type { DeviceManagers } from "../governance/devices/signature.ts";
import { AppError } from "../kernel/errors.ts";
import { readPrivateFile } from "../keys/private-file.ts";

const secret = z.string().min(32).max(512);
/** `inventory` stands for files, as the source of what is known of a device. */
const manager = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/)
  .refine((id) => id !== "inventory");
const managers = z.record(manager, z.array(secret).min(1).max(2));

/**
 * Who may report devices: `MODICUM_DEVICE_MANAGERS` names a JSON file that its owner alone may read, of each device manager one
 * secret of at least 32 characters, or two while they are exchanged. No file: nobody.
 * @throws AppError `config_invalid` where it is missing or has another shape, `key_unavailable` where others may read it
 */
export async function readDeviceManagers(path: string | undefined): Promise<DeviceManagers> {
  if (path === undefined) return new Map();
  const parsed = managers.safeParse(jsonOf(await readPrivateFile(path)));
  if (parsed.success) return new Map(Object.entries(parsed.data));
  throw new AppError("config_invalid", "`MODICUM_DEVICE_MANAGERS` cannot be used as it is", {
    hint: 'give {"manager-id": ["a secret of at least 32 characters"]}, two secrets at most',
  });
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
