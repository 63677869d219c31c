import type { Session } from "../api/session.ts";

type PrivacyContact = NonNullable<Session["privacyContact"]>;

export interface WayToAsk {
  readonly term: string;
  readonly href: string;
  readonly text: string;
}

/**
 * The links to whom one asks about privacy, by e-mail, telephone and web.
 * INVARIANT: a link holds nothing of the page but the id of an entry in the record: mail is read along the way.
 */
export function waysToAsk({ email, phone, url }: PrivacyContact, entry: string | undefined): WayToAsk[] {
  const subject = entry === undefined ? "Modicum" : `Modicum, entry ${entry}`;
  return [
    ...(email === null
      ? []
      : [{ term: "E-mail", href: `mailto:${email}?subject=${encodeURIComponent(subject)}`, text: email }]),
    ...(phone === null ? [] : [{ term: "Telephone", href: telephone(phone), text: phone }]),
    ...(url === null ? [] : [{ term: "Web", href: url, text: url.replace(/^https:\/\//, "") }]),
  ];
}

/** RFC 3966: digits, with a plus before a number that is whole; what is between them is for the eye. */
function telephone(phone: string): string {
  return `tel:${phone.startsWith("+") ? "+" : ""}${phone.replaceAll(/\D/g, "")}`;
}
