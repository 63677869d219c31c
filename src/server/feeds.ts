import type { SourcesDesk } from "../api/sources/ports.ts";
import type { Config } from "../config.ts";
import type { PeopleStore } from "../identity/ports.ts";
import type { RecordSealer } from "../keys/ports.ts";
import type { Clock } from "../kernel/clock.ts";
import type { CompiledPolicy } from "../policy/types.ts";
import type { Database } from "../store/database.ts";
import { readDeviceManagers } from "./device-managers.ts";
import { type Devices, openDevices } from "./devices.ts";
import { openIntake } from "./intake.ts";
import type { Log } from "./log.ts";
import type { OpenRecord } from "./record.ts";
import { openSyslog } from "./syslog.ts";
import type { Metrics } from "./telemetry/metrics.ts";

export interface FeedParts {
  readonly config: Config;
  readonly policy: Pick<CompiledPolicy, "hash">;
  readonly metrics: Pick<Metrics, "deviceEvents">;
  readonly database: Database;
  readonly sealer: RecordSealer;
  readonly clock: Clock;
  readonly log: Log;
  readonly identity: { readonly people: PeopleStore };
  readonly record: OpenRecord;
  readonly closers: (() => Promise<void>)[];
}

/** What other systems tell us: of accesses, and of devices. */
export interface Feeds {
  readonly sources: SourcesDesk;
  readonly devices: Devices;
  /** Begins to listen for audit messages, where the configuration asks for it. */
  start(): Promise<void>;
}

export async function openFeeds(parts: FeedParts): Promise<Feeds> {
  const { config, log, closers } = parts;
  const { people } = parts.identity;
  const sources = await openIntake({ ...parts, people, isDemo: config.demo !== undefined });
  const managers = await readDeviceManagers(config.deviceManagersFile);
  const devices = openDevices({ ...parts, wipeUrl: config.deviceWipeUrl, managers });
  return {
    sources,
    devices,
    start: async () => {
      if (config.syslog === undefined) return;
      await openSyslog({
        config: { ...config.syslog, host: config.host },
        desk: sources,
        log,
        closers,
      });
    },
  };
}
