import { useRouter } from "@tanstack/react-router";
import { EmptyState } from "../ui/state/empty-state.tsx";
import { Page, PageHeader } from "../ui/layout/page.tsx";

/** A screen that failed. The error's text stays out of sight: it may quote what was being shown. */
export function CrashScreen() {
  const router = useRouter();
  return (
    <Page>
      <PageHeader title="This page failed" />
      <EmptyState
        state={{
          kind: "not-loaded",
          what: "this page",
          why: "Something in the console went wrong. Nothing was changed.",
          onRetry: () => void router.invalidate(),
        }}
      />
    </Page>
  );
}
