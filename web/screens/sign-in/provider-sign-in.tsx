import { useRouterState } from "@tanstack/react-router";
import { CodeBlock } from "../../ui/text/code-block.tsx";
import styles from "./sign-in.module.css";

/** The way to the identity provider, and back to the page one wanted. A plain link: the browser leaves the console. */
export function ProviderSignIn({ url }: { readonly url: string }) {
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const back = new URLSearchParams({ return: path === "/sign-in" ? "/" : path });
  return (
    <div>
      <a className={styles["provider"]} href={`${url}?${back}`}>
        Sign in with your organization
      </a>
    </div>
  );
}

/** What the operator sets so that people can sign in. */
export function SetUpHint({ settings }: { readonly settings: readonly string[] }) {
  return <CodeBlock label="Settings that are needed" code={settings.map((name) => `${name}=…`).join("\n")} />;
}
