import type { ImageName, SiteImageName } from "../../app/image-inputs.ts";
import type { TablePrivileges } from "../../infra/database/table-grants.ts";
import type { Images, LogStoreImage } from "./images.ts";
import type { Profile } from "./profiles.ts";

/** Everything that distinguishes one environment from another: its settings, and what it is built from. */
export interface Environment<Settings> {
  settings: Settings;
  stack: string;
  /** Root of the checkout. */
  checkout: string;
  /** Folder of this machine for what outlives a deployment. */
  stateDirectory: string;
  /** Folder of this machine for mounted configuration and secrets. */
  filesDirectory: string;
  images: Images;
  logStore: LogStoreImage;
  /** Hash of everything that goes into the image of each application. */
  sourceHashes: Record<ImageName, string>;
  /** Images of the applications by ID, when an earlier release is deployed again; built from the checkout otherwise. */
  appImages?: Record<SiteImageName, string> | undefined;
  /** Privileges by role and table. */
  tablePrivileges: Record<string, TablePrivileges>;
  profiles: ReadonlySet<Profile>;
  /** The one service that is deployed; everything when absent. What it does not need may be left undeclared. */
  only?: string | undefined;
}
