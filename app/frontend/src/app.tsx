import { CrashGuard } from "./crash-guard.tsx";
import { HomePage } from "./home-page.tsx";
import { Layout } from "./layout.tsx";
import { MessagePage } from "./message-page.tsx";
import { texts } from "./texts.ts";

/** The page at an address (path only). */
export function App({ path }: { path: string }) {
  return (
    <Layout>
      <CrashGuard>{path === "/" ? <HomePage /> : <NotFound />}</CrashGuard>
    </Layout>
  );
}

function NotFound() {
  const action = { text: texts.actions.goHome, address: "/" };
  return <MessagePage heading={texts.notFound.heading} text={texts.notFound.text} action={action} />;
}
