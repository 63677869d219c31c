import { LinkButton } from "../ui/button/button.tsx";
import { Page, PageHeader } from "../ui/layout/page.tsx";

/** An address that leads to no screen. */
export function NotFoundScreen() {
  return (
    <Page>
      <PageHeader title="There is no such page" lead="The address may be mistyped, or the page has moved." />
      <div>
        <LinkButton href="/">Go to the start</LinkButton>
      </div>
    </Page>
  );
}
