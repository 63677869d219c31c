/** On every answer of every surface. Where browsers reach us by https, they are told to keep to it (RFC 6797). */
export function commonHeaders(overTls: boolean): Readonly<Record<string, string>> {
  return {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    ...(overTls ? { "Strict-Transport-Security": "max-age=31536000" } : {}),
  };
}

/**
 * On every page: nothing but our own script, style and data runs, and nobody frames it (CSP Level 3). The nonce, new
 * with each answer, is for the style elements that React Aria adds.
 */
export function pageHeaders(nonce: string): Readonly<Record<string, string>> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "connect-src 'self'",
    "img-src 'self' data:",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": NOT_USED.map((feature) => `${feature}=()`).join(", "),
    "X-Frame-Options": "DENY",
  };
}

/** Features of the browser that a console of text and tables does not need. */
const NOT_USED = [
  "camera",
  "display-capture",
  "geolocation",
  "microphone",
  "midi",
  "payment",
  "publickey-credentials-get",
  "screen-wake-lock",
  "usb",
];
