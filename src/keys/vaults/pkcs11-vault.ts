import type * as pkcs11js from "pkcs11js";
import { AppError } from "../../kernel/errors.ts";
import { readPrivateFile } from "../private-file.ts";
import type { KeyVault } from "./ports.ts";

export interface Pkcs11Settings {
  /** The vendor's module, `/usr/lib/softhsm/libsofthsm2.so`. */
  readonly module: string;
  /** Label of the token. */
  readonly token: string;
  /** Label of an AES key of 256 bits in it. */
  readonly key: string;
  readonly pinFile: string;
}

type Pkcs11 = typeof pkcs11js;

const IV_BYTES = 12;
const TAG_BITS = 128;

/**
 * A root key in a hardware security module (PKCS #11 v2.40, CKM_AES_GCM with the context as additional data). The key never
 * leaves the token. A session that was lost is opened again once.
 * @throws AppError `key_unavailable` when the driver, the token or the key is not there
 */
export async function openPkcs11Vault(settings: Pkcs11Settings): Promise<KeyVault> {
  const { driver, module, inSession } = await openToken(settings);
  const vault: KeyVault = {
    kind: "pkcs11",
    wrap: (key, context) =>
      inSession(({ handle, key: root }) => {
        const iv = module.C_GenerateRandom(handle, Buffer.alloc(IV_BYTES));
        module.C_EncryptInit(handle, gcm(driver, iv, context), root);
        return Buffer.concat([
          iv,
          module.C_Encrypt(handle, Buffer.from(key), Buffer.alloc(key.length + TAG_BITS / 8)),
        ]);
      }).catch(refusing("the token does not wrap the key")),
    unwrap: (wrapped, context) =>
      inSession(({ handle, key: root }) => {
        const [iv, sealed] = [
          Buffer.from(wrapped.subarray(0, IV_BYTES)),
          Buffer.from(wrapped.subarray(IV_BYTES)),
        ];
        if (sealed.length <= TAG_BITS / 8) throw new Error("too short for a tag");
        module.C_DecryptInit(handle, gcm(driver, iv, context), root);
        return module
          .C_Decrypt(handle, sealed, Buffer.alloc(sealed.length))
          .subarray(0, sealed.length - TAG_BITS / 8);
      }).catch(refusing("the token does not open the data keys")),
    describe: async () => {
      const said = { kind: "pkcs11", name: `${settings.token}/${settings.key}` } as const;
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
  await inSession(() => undefined);
  return vault;
}

interface Token {
  readonly driver: Pkcs11;
  readonly module: Module;
  /** Works in a session, which is kept; in a fresh one where that was lost. */
  readonly inSession: <T>(work: (open: Session) => T) => Promise<T>;
}

async function openToken(settings: Pkcs11Settings): Promise<Token> {
  const driver = await loadDriver();
  const module = new driver.PKCS11();
  try {
    module.load(settings.module);
    initialize(driver, module);
  } catch (cause) {
    throw unavailable("the module of the token cannot be loaded", "see the path in MODICUM_KEY_VAULT", cause);
  }
  let session: Session | undefined;
  const inSession: Token["inSession"] = async (work) => {
    try {
      return work((session ??= await openSession(driver, module, settings)));
    } catch (first) {
      if (first instanceof AppError || !isLost(first)) throw first;
      session = await openSession(driver, module, settings);
      return work(session);
    }
  };
  return { driver, module, inSession };
}

interface Session {
  readonly handle: Buffer;
  readonly key: Buffer;
}

type Module = InstanceType<Pkcs11["PKCS11"]>;

async function loadDriver(): Promise<Pkcs11> {
  try {
    const loaded: Pkcs11 & { readonly default?: Pkcs11 } = await import("pkcs11js");
    return loaded.default ?? loaded;
  } catch (cause) {
    throw unavailable(
      "the driver for PKCS #11 is not built on this machine",
      "run `npm rebuild pkcs11js` where there is a C++ compiler",
      cause,
    );
  }
}

/** One process initializes a module once, however many vaults it opens. */
function initialize(driver: Pkcs11, module: Module): void {
  try {
    module.C_Initialize();
  } catch (fault) {
    if (codeOf(fault) !== driver.CKR_CRYPTOKI_ALREADY_INITIALIZED) throw fault;
  }
}

async function openSession(driver: Pkcs11, module: Module, settings: Pkcs11Settings): Promise<Session> {
  const pin = (await readPrivateFile(settings.pinFile))?.trim();
  if (!pin) {
    throw unavailable(`there is no PIN at \`${settings.pinFile}\``, "write it there, with mode 0600");
  }
  const slot = module
    .C_GetSlotList(true)
    .find((one) => module.C_GetTokenInfo(one).label.trim() === settings.token);
  if (slot === undefined) {
    throw unavailable(
      `there is no token \`${settings.token}\``,
      "see that it is plugged in or its service is up",
    );
  }
  const handle = module.C_OpenSession(slot, driver.CKF_SERIAL_SESSION);
  try {
    module.C_Login(handle, driver.CKU_USER, pin);
  } catch (fault) {
    if (codeOf(fault) !== driver.CKR_USER_ALREADY_LOGGED_IN) {
      throw unavailable("the token does not take the PIN", "see the PIN before it is locked for good", fault);
    }
  }
  return { handle, key: keyIn(driver, module, handle, settings.key) };
}

function keyIn(driver: Pkcs11, module: Module, handle: Buffer, label: string): Buffer {
  module.C_FindObjectsInit(handle, [
    { type: driver.CKA_CLASS, value: driver.CKO_SECRET_KEY },
    { type: driver.CKA_LABEL, value: label },
  ]);
  try {
    const [key, another] = module.C_FindObjects(handle, 2);
    if (key !== undefined && another === undefined) return key;
  } finally {
    module.C_FindObjectsFinal(handle);
  }
  throw unavailable(`the token has no one key \`${label}\``, "make it once; docs/keys.md says how");
}

function gcm(driver: Pkcs11, iv: Buffer, context: string) {
  const aad = Buffer.from(context);
  const parameter = { type: driver.CK_PARAMS_AES_GCM, iv, aad, ivBits: IV_BYTES * 8, tagBits: TAG_BITS };
  return { mechanism: driver.CKM_AES_GCM, parameter };
}

/** CKR_DEVICE_ERROR, _REMOVED, _SESSION_CLOSED, _SESSION_HANDLE_INVALID, _TOKEN_NOT_PRESENT, _USER_NOT_LOGGED_IN, _KEY_HANDLE_INVALID, _OBJECT_HANDLE_INVALID. */
const LOST: ReadonlySet<number> = new Set([0x30, 0x32, 0xb0, 0xb3, 0xe0, 0x101, 0x60, 0x82]);

function isLost(fault: unknown): boolean {
  const code = codeOf(fault);
  return code !== undefined && LOST.has(code);
}

function codeOf(fault: unknown): number | undefined {
  return fault instanceof Error && "code" in fault && typeof fault.code === "number" ? fault.code : undefined;
}

function refusing(what: string): (fault: unknown) => never {
  return (fault) => {
    if (fault instanceof AppError) throw fault;
    throw unavailable(what, "see that this is the token and the key that wrapped them", fault);
  };
}

function unavailable(what: string, hint: string, cause?: unknown): AppError {
  return new AppError("key_unavailable", what, { hint, cause });
}
