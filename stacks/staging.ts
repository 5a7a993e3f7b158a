import { application } from "./application.ts";
import { applicationSettings } from "./application-settings.ts";
import { connectionTo } from "./host-settings.ts";
import { stack } from "./stack.ts";

/** Staging: the application on its host, with a database cluster of its own. */
export const staging = stack({
  settings: applicationSettings,
  declare: (environment) => {
    const { url } = application(environment);
    const hosts = environment.settings.hosts.map((host) => ({
      name: host.name,
      connection: connectionTo(host),
    }));
    return { url, hosts };
  },
});
