import { createHash } from "node:crypto";

export interface Version {
  readonly id: string;
  /** Null: the mark that it was deleted. */
  readonly bytes: Buffer | null;
  readonly checksum: string;
  readonly lockedUntil: number;
  readonly lockMode: string | undefined;
}

/** Objects of a bucket that keeps versions and locks them, and uploads in parts, in memory. */
export class Bucket {
  readonly objects = new Map<string, Version[]>();
  readonly uploads = new Map<string, Map<number, Buffer>>();
  #made = 0;

  newId(): string {
    this.#made += 1;
    return `v${this.#made}`;
  }

  put(key: string, version: Omit<Version, "id">): void {
    this.objects.set(key, [{ id: this.newId(), ...version }, ...(this.objects.get(key) ?? [])]);
  }

  newest(key: string): Version | undefined {
    const [version] = this.objects.get(key) ?? [];
    return version?.bytes === null ? undefined : version;
  }

  /** False: it is locked. */
  remove(key: string, id: string, now: number): boolean {
    const versions = this.objects.get(key) ?? [];
    if (versions.some((version) => version.id === id && version.lockedUntil > now)) return false;
    this.objects.set(
      key,
      versions.filter((version) => version.id !== id),
    );
    return true;
  }

  keys(prefix: string): readonly string[] {
    const keys = [...this.objects.keys()].filter(
      (key) => key.startsWith(prefix) && this.newest(key) !== undefined,
    );
    return keys.toSorted();
  }

  /** All parts in order, and the checksum that S3 makes of theirs. */
  joined(uploadId: string): { readonly bytes: Buffer; readonly checksum: string } {
    const parts = [...(this.uploads.get(uploadId) ?? [])]
      .toSorted(([a], [b]) => a - b)
      .map(([, part]) => part);
    this.uploads.delete(uploadId);
    const checksum = `${hash(Buffer.concat(parts.map((part) => hash(part)))).toString("base64")}-${parts.length}`;
    return { bytes: Buffer.concat(parts), checksum };
  }
}

export function hash(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
