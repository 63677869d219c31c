import { parseWitnesses } from "../../audit/tree/witness-client.ts";
import { type Config, isLoopback } from "../../config.ts";
import type { KnownLine } from "../../governance/inventory/protection.ts";

type Way = Pick<KnownLine, "state" | "basis" | "detail">;

/** A way that something goes, and how it is protected there. */
export function way(id: string, what: string, line: Way): KnownLine {
  return { id, area: "transit", what, ...line };
}

const configured = (state: Way["state"], detail: string): Way => ({ state, basis: "configured", detail });

/** The ways out of the process and into it, as its settings have them. */
export function configuredWays(config: Config): readonly KnownLine[] {
  return [
    listener(config),
    upstream(config),
    syslog(config),
    identityProvider(config),
    vault(config),
    backups(config),
    ...witnesses(config),
    traces(config),
  ];
}

/** F154: TLS 1.2 at least where the process ends TLS itself; where a proxy does, only the declaration is known. */
export function listener({ production, host }: Pick<Config, "production" | "host">): KnownLine {
  const [id, what] = ["listener", "Clients to Modicum"];
  if (production?.tls !== undefined)
    return way(id, what, configured("encrypted", "TLS 1.2 or later with forward secrecy; older is refused."));
  if (production !== undefined)
    return way(id, what, {
      state: "unknown",
      basis: "unknown",
      detail: "A proxy is declared to end TLS (MODICUM_TLS_PROXY): what it takes cannot be seen from here.",
    });
  return isLoopback(host)
    ? way(id, what, configured("local", "Demo: http on this machine alone."))
    : way(id, what, configured("plain", "Demo: http, and not on this machine alone."));
}

/** The way to the FHIR server. */
export function upstream({ upstreamUrl }: Pick<Config, "upstreamUrl">): KnownLine {
  const [id, what] = ["upstream", "Modicum to the FHIR server"];
  if (upstreamUrl === undefined)
    return way(id, what, configured("local", "The demo hospital runs in this process."));
  const declared =
    "http: somebody declared that the way is protected otherwise (MODICUM_FHIR_UPSTREAM_PLAIN).";
  return way(id, what, byAddress(upstreamUrl, declared));
}

function syslog({ syslog: settings }: Config): KnownLine {
  const detail = "TLS, and senders show certificates that are registered (RFC 5425).";
  return settings === undefined
    ? way("syslog", "Logs that come in by syslog", configured("local", "Off."))
    : way("syslog", "Logs that come in by syslog", configured("encrypted", detail));
}

function identityProvider({ production }: Config): KnownLine {
  const [id, what] = ["identity-provider", "Modicum to the identity provider"];
  return production === undefined
    ? way(id, what, configured("local", "Demo: people of the demo alone."))
    : way(id, what, configured("encrypted", "https alone is accepted."));
}

function vault({ keyVault }: Config): KnownLine {
  const [id, what] = ["vault", "Modicum to the root key"];
  switch (keyVault.kind) {
    case "local":
      return way(id, what, configured("local", "A file on this machine."));
    case "pkcs11": {
      const detail = "A PKCS #11 module on this machine; what lies behind it is its own.";
      return way(id, what, configured("local", detail));
    }
    case "vault-transit":
      return way(id, what, byAddress(keyVault.url, "http: the vault's address is not https."));
    case "aws-kms":
      // Without an address of its own it is AWS's, which is https.
      return keyVault.endpoint === undefined
        ? way(id, what, configured("encrypted", "https, the certificate is checked."))
        : way(id, what, byAddress(keyVault.endpoint, "http: the address of the KMS is not https."));
    default:
      return keyVault satisfies never;
  }
}

/** The way of backups. What leaves by it is sealed before: a plain one shows sizes and names of archives. */
export function backups({ backup }: Pick<Config, "backup">): KnownLine {
  const [id, what] = ["backups", "Modicum to the store of its backups"];
  if (backup.target.kind === "folder")
    return way(id, what, configured("local", "A folder; where it is mounted from, nobody here can see."));
  return way(id, what, byAddress(backup.target.endpoint, "http: what goes is sealed, its names are not."));
}

/** The ways to each witness of the record, which is sent its size and root, and nothing of its entries. */
export function witnesses({ witnesses: told }: Pick<Config, "witnesses">): readonly KnownLine[] {
  return parseWitnesses(told ?? "").map(({ name, url }) => {
    const plain = "http: checkpoints are signed, and show how many entries there are.";
    return way(`witness:${name}`, `Modicum to the witness ${name}`, byAddress(url, plain));
  });
}

/** The way of traces, which hold no PHI and say what the process does. */
export function traces({ telemetry }: Pick<Config, "telemetry">): KnownLine {
  const [id, what] = ["traces", "Modicum to the collector of traces"];
  return telemetry.traces === null
    ? way(id, what, configured("local", "Off."))
    : way(id, what, byAddress(telemetry.traces.endpoint, "http: names of operations and times, no PHI."));
}

/** The way to an address, by its scheme and whether it is this machine's. */
function byAddress(address: string, plain: string): Way {
  const { protocol, hostname } = new URL(address);
  if (protocol === "https:") return configured("encrypted", "https, the certificate is checked.");
  return isLoopback(hostname)
    ? configured("local", "http, and it does not leave this machine.")
    : configured("plain", plain);
}
