/** How a role may be used. */
export interface DatabaseRole {
  name: string;
  login: boolean;
  /** Use the rights of the roles it is a member of without asking (SET ROLE otherwise). */
  inherit: boolean;
  /** Roles it is a member of. */
  memberOf: string[];
  /** Sessions at once; -1 means no limit of its own. */
  connectionLimit: number;
}

/** The role that owns the database, its schema and every object; nobody can log in as it. */
export const owner = "tovplay_owner";

const login = { login: true, inherit: true, memberOf: [], connectionLimit: -1 };

/** Every role of the application's database, least privilege first where one depends on another. */
export const databaseRoles: DatabaseRole[] = [
  { name: owner, login: false, inherit: false, memberOf: [], connectionLimit: -1 },
  { ...login, name: "tovplay_migrator", inherit: false, memberOf: [owner], connectionLimit: 3 },
  { ...login, name: "tovplay_app" },
  { ...login, name: "tovplay_viewer", connectionLimit: 5 },
  { ...login, name: "tovplay_monitor", memberOf: ["pg_monitor"], connectionLimit: 5 },
];

/** Roles somebody or something logs in as. */
export const loginRoles = databaseRoles.filter((role) => role.login).map((role) => role.name);
