import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";

/** The certificates that a file holds in PEM form, or why there are none. */
export type Certificates = { content: string } | { refusal: string };

/** Reads certificates from a file and checks that the first one is valid. */
export function readCertificateFile(path: string): Certificates {
  try {
    const content = readFileSync(path, "utf8");
    // Throws when it is not a certificate.
    new X509Certificate(content);
    return { content };
  } catch (error) {
    const unread = error instanceof Error && "syscall" in error;
    return {
      refusal: unread
        ? `cannot read ${path}, mount the certificate there`
        : `there is no PEM certificate in ${path}, write it there`,
    };
  }
}
