import { execa } from "execa";
import { baseImage } from "./images.ts";

/** A server's certificate, its key and the authority that signed it, all in PEM form. */
export interface ScratchCertificate {
  key: string;
  certificate: string;
  authority: string;
}

const script = `set -e; cd /tmp
new="openssl req -x509 -nodes -newkey ec -pkeyopt ec_paramgen_curve:P-256 -days 2"
$new -subj /CN=authority -keyout ca.key -out ca.crt
$new -subj /CN=server -addext "subjectAltName=$NAMES" -addext basicConstraints=CA:FALSE \\
  -CA ca.crt -CAkey ca.key -keyout server.key -out server.crt
for file in server.key server.crt ca.crt; do cat $file; echo next; done`;

/** Makes a certificate for names such as `DNS:db.example.org,IP:198.51.100.7`, by an authority of its own. */
export async function makeCertificate(names: string): Promise<ScratchCertificate> {
  const image = await baseImage("postgres", "postgres:17");
  const run = ["run", "--rm", "--network", "none", "--env", `NAMES=${names}`, "--entrypoint", "sh"];
  const { stdout } = await execa("docker", [...run, image, "-c", script]);
  const [key = "", certificate = "", authority = ""] = stdout.split("next\n");
  return { key, certificate, authority };
}
