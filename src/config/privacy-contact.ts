import type { Read } from "./gathered.ts";
import { checkUrl, type Environment, invalid } from "./values.ts";

/** Whom people ask about privacy, and how (45 CFR 164.530(a)(1)(ii)). Each part stands alone. */
export interface PrivacyContact {
  /** Of an office or an officer. */
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  /** https alone. */
  readonly url: string | null;
}

/** She keeps the demo's policy; example.org and 555-01xx are nobody's (RFC 2606, North American Numbering Plan). */
const DEMO_CONTACT: PrivacyContact = {
  name: "Priya Privacy, privacy officer",
  email: "priya.privacy@example.org",
  phone: "+1 312-555-0142",
  url: null,
};

/** What the environment says of it; null: nobody is named. The demo names its own where nothing is set. */
export function readPrivacyContact(
  env: Environment,
  read: Read,
  mode: "demo" | "production",
): PrivacyContact | null {
  const contact: PrivacyContact = {
    name: read(() => nameOf(env["MODICUM_PRIVACY_NAME"]), null),
    email: read(() => emailOf(env["MODICUM_PRIVACY_EMAIL"]), null),
    phone: read(() => phoneOf(env["MODICUM_PRIVACY_PHONE"]), null),
    url: read(() => urlOf(env["MODICUM_PRIVACY_URL"]), null),
  };
  if (Object.values(contact).some((part) => part !== null)) return contact;
  return mode === "demo" ? DEMO_CONTACT : null;
}

function nameOf(text: string | undefined): string | null {
  const name = text?.trim() ?? "";
  if (name.length > 100 || /\p{C}/u.test(name))
    throw invalid(
      "MODICUM_PRIVACY_NAME",
      "give the name of the office or officer on one line, up to 100 characters",
    );
  return name || null;
}

/** Nothing in it has a meaning in a `mailto:` link (RFC 6068), so that a link adds no header and no recipient. */
const EMAIL = /^[A-Za-z0-9](?:[A-Za-z0-9._+-]{0,63})@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,63}$/;

function emailOf(text: string | undefined): string | null {
  if (!text) return null;
  if (!EMAIL.test(text))
    throw invalid("MODICUM_PRIVACY_EMAIL", "give one address such as privacy@example.org");
  return text;
}

const PHONE = /^\+?[0-9][0-9 ().-]{1,30}$/;

function phoneOf(text: string | undefined): string | null {
  if (!text) return null;
  const digits = text.replaceAll(/\D/g, "").length;
  // ITU-T E.164: fifteen digits at most. An extension of the house is enough.
  if (!PHONE.test(text) || digits < 3 || digits > 15)
    throw invalid(
      "MODICUM_PRIVACY_PHONE",
      "give a number such as +1 312-555-0142, or an extension of the house",
    );
  return text;
}

function urlOf(text: string | undefined): string | null {
  if (!text) return null;
  checkUrl("MODICUM_PRIVACY_URL", text, ["https:"]);
  const { username, password } = new URL(text);
  if (username !== "" || password !== "")
    throw invalid("MODICUM_PRIVACY_URL", "leave out user and password: everybody is shown this link");
  return text;
}
