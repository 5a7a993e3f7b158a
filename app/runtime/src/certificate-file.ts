import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** The certificates that a file holds in PEM form, or why there are none. */
export type Certificates = { content: string } | { refusal: string };

/** Reads certificates from a file, and makes sure early that the first one is one. */
export function readCertificateFile(path: string): Certificates {
  try {
    const content = readFileSync(path, "utf8");
    // Throws when it is none.
    new X509Certificate(content);
    return { content };
  } catch (error) {
    const unread = error instanceof Error && "syscall" in error;
    return {
      refusal: unread
        ? `${path} cannot be read, mount the certificate there`
        : `${path} holds no certificate in PEM form, write it there`,
    };
  }
}
