import { PLAN } from "../../backup/schedule.ts";
import type { BackupDesk } from "../backups/ports.ts";

/** No backup so far; what is begun is only counted. */
export function practiceBackups(): BackupDesk & { readonly begun: readonly string[] } {
  const begun: string[] = [];
  return {
    begun,
    list: async () => [],
    runs: async () => [],
    status: () => ({
      lastBackupAt: null,
      lastDrillAt: null,
      since: 0,
      overdue: { backup: true, drill: true },
      plan: PLAN,
    }),
    place: { kind: "folder", name: "/srv/backups", lock: null },
    moments: async () => null,
    begin: async (kind, personId) => {
      begun.push(`${kind} by ${personId}`);
      return "0196a2f0-0000-7000-8000-00000000000b";
    },
  };
}
