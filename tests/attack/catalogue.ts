import type { Attack } from "./attack.ts";
import { code, extensions } from "./statements/code.ts";
import { catalogue as catalogueUpdates, masses, records, secrets } from "./statements/data.ts";
import { databases, logins } from "./statements/databases.ts";
import { files, largeObjects } from "./statements/files.ts";
import { pooler } from "./statements/pooler.ts";
import { grants, identities, roles } from "./statements/roles.ts";
import { control, denial, replication, settings } from "./statements/server.ts";
import { schemas, tables, triggers } from "./statements/structure.ts";

/** All attacks, in the order in which they are tried. */
export const catalogue: Attack[] = [
  databases,
  logins,
  schemas,
  tables,
  triggers,
  masses,
  records,
  secrets,
  roles,
  identities,
  grants,
  catalogueUpdates,
  code,
  extensions,
  files,
  largeObjects,
  settings,
  control,
  denial,
  replication,
  pooler,
].flat();
