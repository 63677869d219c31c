import { LinkButton } from "../../ui/button/button.tsx";

/** The way to the identity provider; a plain link, so that the browser leaves the console. */
export function ProviderSignIn({ url }: { readonly url: string }) {
  return (
    <div>
      <LinkButton kind="primary" href={url}>
        Sign in with your organization
      </LinkButton>
    </div>
  );
}
