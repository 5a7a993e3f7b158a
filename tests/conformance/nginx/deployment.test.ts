import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SiteFile } from "../../../infra/application/site-files.ts";
import { statusOf } from "./curl-answer.ts";
import { type NginxHost, settings, site, startNginxHost } from "./nginx-host.ts";

let host: NginxHost;

beforeAll(async () => {
  host = await startNginxHost();
  await host.placePages();
});
afterAll(() => host?.stop());

describe("a deployment of a broken site", () => {
  const replaced = (path: string, content: string) => (file: SiteFile) =>
    file.path === path ? { ...file, content } : file;
  const changed = { ...settings, signInPerMinute: 11 };

  it.each<[string, () => Promise<{ code: number | undefined; said: string }>, string]>([
    [
      "a template with an error",
      () =>
        host.deploy(changed, host.pair, replaced("server.conf", "server { listen 443 ssl; nonsense on; }")),
      'nginx refuses the new site (unknown directive "nonsense" in server.conf:1); fix its template or setting: nothing was switched, the previous site is still served',
    ],
    [
      "a site that answers with an error",
      () => host.deploy(changed, host.pair, replaced("pages.conf", "location / { return 500; }")),
      "https://app.example.org/ answers 500; see /var/log/nginx/error.log: the previous configuration is back",
    ],
    [
      "an expired certificate",
      async () => {
        const dates = ["-not_before", "20240101000000Z", "-not_after", "20250101000000Z"];
        return host.deploy(changed, await host.certificate(settings.serverNames, ...dates));
      },
      "the certificate for app.example.org expired on Jan  1 00:00:00 2025 GMT; renew it, then deploy again: nothing was changed",
    ],
    [
      "a certificate that is not valid yet",
      async () => {
        const dates = ["-not_before", "21240101000000Z", "-not_after", "21250101000000Z"];
        return host.deploy(changed, await host.certificate(settings.serverNames, ...dates));
      },
      "the certificate for app.example.org is not valid before Jan  1 00:00:00 2124 GMT; wait, or correct this host's clock: nothing was changed",
    ],
    [
      "a certificate for other names",
      async () => host.deploy(changed, await host.certificate(["app.example.org"], "-days", "90")),
      "the certificate for app.example.org does not cover example.org; get one that does, or remove the name: nothing was changed",
    ],
    [
      "a certificate with the key of another",
      async () => {
        const other = await host.certificate(settings.serverNames, "-days", "90");
        return host.deploy(changed, { ...host.pair, key: other.key });
      },
      "the certificate for app.example.org does not match the key; provide a matching pair, with the site's own certificate first: nothing was changed",
    ],
    [
      "no certificate at all",
      () => host.deploy(changed, { ...host.pair, certificate: "" }),
      "the certificate for app.example.org cannot be read; provide it in PEM format, with the site's own certificate first: nothing was changed",
    ],
  ])("leaves the site as it was and says so in one sentence: %s", async (_, attempt, sentence) => {
    expect(await host.deploy(settings, host.pair)).toMatchObject({ code: 0 });
    const before = await host.observe(settings);
    expect(await attempt()).toEqual({ code: 1, said: sentence });
    expect(await host.observe(settings)).toBe(before);
    expect(statusOf(await host.ask(`${site}/`))).toBe(200);
  });
});

describe("a deployed site", () => {
  it.each([
    [
      "an edited file",
      "cd /etc/nginx/tovplay/current/ && chmod u+w server.conf && echo '# edited' >>server.conf",
    ],
    ["a key that others may read", "chmod 0444 /etc/nginx/tovplay/current/key.pem"],
    [
      "a replaced configuration",
      "rm /etc/nginx/nginx.conf && cp /etc/nginx/nginx.conf.distribution /etc/nginx/nginx.conf",
    ],
    ["a stopped nginx", "nginx -s stop; sleep 0.5"],
  ])("shows %s as drift, which the next deployment reverts", async (_, edit) => {
    await host.deploy(settings, host.pair);
    const before = await host.observe(settings);
    await host.shell(edit);
    expect(await host.observe(settings)).not.toBe(before);
    expect(await host.deploy(settings, host.pair)).toMatchObject({ code: 0 });
    expect(await host.observe(settings)).toBe(before);
  });

  it("is not reloaded when nothing changed, because a reload costs clients connections", async () => {
    const workers = () => host.shell("cat /proc/[0-9]*/stat | grep '(nginx)' | cut -d ' ' -f 1,22");
    const before = await workers();
    expect(await host.deploy(settings, host.pair)).toMatchObject({ code: 0 });
    expect(await workers()).toBe(before);
  });

  it("keeps only three releases", async () => {
    for (const signInPerMinute of [21, 22, 23, 24])
      await host.deploy({ ...settings, signInPerMinute }, host.pair);
    expect((await host.shell("ls /etc/nginx/tovplay/releases")).split("\n")).toHaveLength(3);
  });

  it("keeps logging after logrotate has rotated its log", async () => {
    await host.shell("logrotate --force /etc/logrotate.conf");
    await host.ask(`${site}/after-rotation`);
    expect(await host.shell("cat /var/log/nginx/tovplay.json")).toContain("/after-rotation");
  });

  it("gives way to the distribution's configuration when it is removed", async () => {
    expect(await host.remove()).toMatchObject({ code: 0 });
    expect(await host.observe(settings)).toBe("absent");
    expect(await host.shell("cat /etc/nginx/nginx.conf; dpkg-divert --list | grep nginx || true")).toContain(
      "sites-enabled",
    );
    await expect(host.ask(`${site}/`)).rejects.toThrow();
  });
});
