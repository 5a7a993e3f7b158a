import { userInfo } from "node:os";
import { inCache } from "../../paths.ts";
import { exists } from "../driver/cache.ts";

const certificates = "/etc/ssl/certs/ca-certificates.crt";

/** The user's settings for fetching Go modules. */
const inherited = [
  "GOPROXY",
  "GOSUMDB",
  "GONOSUMDB",
  "GONOSUMCHECK",
  "GOPRIVATE",
  "HTTP_PROXY",
  "HTTPS_PROXY",
  "NO_PROXY",
];

/** This machine's file of trusted certificate authorities, or undefined when there is none. */
async function ownCertificates(environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  for (const file of [environment.SSL_CERT_FILE, environment.NODE_EXTRA_CA_CERTS, certificates]) {
    if (file && (await exists(file))) return file;
  }
  return undefined;
}

/** Arguments of `docker run` for a Go command from `image` in a folder shared with this machine. */
export async function containerArguments(
  folder: string,
  settings: Readonly<Record<string, string>>,
  command: readonly string[],
  image: string,
): Promise<string[]> {
  const own = await ownCertificates(process.env);
  const cache = inCache("go-in-container");
  const from = inherited.flatMap((name) => (process.env[name] ? [[name, process.env[name]] as const] : []));
  const values = {
    ...Object.fromEntries(from),
    ...settings,
    // By default Go makes its modules read-only, which would make the cache hard to remove.
    GOFLAGS: "-modcacherw",
    HOME: cache,
    GOPATH: `${cache}/go`,
    GOCACHE: `${cache}/build`,
  };
  const { uid, gid } = userInfo();
  return [
    ...["run", "--rm", "--init", "--network", "host", "--user", `${uid}:${gid}`],
    // The same path inside and outside, so that paths in the arguments are valid in both.
    ...[inCache(), folder].flatMap((path) => ["--volume", `${path}:${path}`]),
    ...(own ? ["--volume", `${own}:${certificates}:ro`] : []),
    ...Object.entries(values).flatMap(([name, value]) => ["--env", `${name}=${value}`]),
    ...["--workdir", folder, image, "go", ...command],
  ];
}
