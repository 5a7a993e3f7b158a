import { ButtonLink } from "./components/ui/button.tsx";

interface MessagePageProps {
  heading: string;
  text: string;
  /** The only next step. */
  action: { text: string; address: string };
}

/** A page with one message and one next step. */
export function MessagePage({ heading, text, action }: MessagePageProps) {
  return (
    <div className="space-y-4">
      <h1 className="text-3xl font-semibold">{heading}</h1>
      <p className="max-w-prose">{text}</p>
      <ButtonLink href={action.address}>{action.text}</ButtonLink>
    </div>
  );
}
