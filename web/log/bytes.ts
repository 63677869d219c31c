/** Bytes whose buffer is no shared one, as WebCrypto takes them. */
export type Bytes = Uint8Array<ArrayBuffer>;

/** Base64 (RFC 4648 section 4) as bytes; null for a text that is none, or is not written as its bytes would be. */
export function bytesOf(base64: string): Bytes | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    return base64Of(bytes) === base64 ? bytes : null;
  } catch {
    return null;
  }
}

/** A SHA-256 hash in base64; null: it is none. */
export function hashIn(base64: string): Bytes | null {
  const bytes = bytesOf(base64);
  return bytes?.length === 32 ? bytes : null;
}

/** The bytes as base64, padded. */
export function base64Of(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes));
}

/** The bytes as lower-case hex. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** UTF-8. */
export function textBytes(text: string): Bytes {
  return new TextEncoder().encode(text);
}

/** One after the other. */
export function joined(...parts: readonly Uint8Array[]): Bytes {
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function isSame(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, at) => byte === other[at]);
}

/** SHA-256 by WebCrypto. */
export async function sha256(bytes: Bytes): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
