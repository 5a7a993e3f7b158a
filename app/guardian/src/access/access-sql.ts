/** Names as JSON strings, so that a name that imitates a sentence stays within its quotes. */
const quoted = (sql: string) => `to_json((${sql})::text)::text`;
const grantee = quoted("case when a.grantee = 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end");
const may = (kind: string, object: string) =>
  `select concat(${grantee}, ' may ', a.privilege_type, ' on ${kind} ', ${quoted(object)}, case when a.is_grantable then ' and pass it on' end)`;
const relation = "concat(n.nspname, '.', c.relname)";
const own = "('pg_catalog', 'information_schema', 'pg_toast')";

const roles = [
  ["rolcanlogin", "'may log in'"],
  ["rolinherit", "'inherits'"],
  ["rolreplication", "'may replicate'"],
  ["rolcreaterole", "'may create roles'"],
  ["rolcreatedb", "'may create databases'"],
  ["rolbypassrls", "'bypasses row security'"],
  ["rolsuper", "'is superuser'"],
  ["rolconnlimit >= 0", "concat('has ', rolconnlimit, ' sessions at most')"],
  ["true", "'exists'"],
]
  .map(
    ([condition, words]) => `select concat('role ', ${quoted("rolname")}, ' ', ${words}) from pg_roles
  where rolname !~ '^pg_' and (oid <> 10 or ${words} in ('exists', 'is superuser')) and ${condition}`,
  )
  .join(" union all ");

/** Privileges on PostgreSQL's own objects that initdb did not grant. */
const added = (table: "pg_proc" | "pg_class", kind: string, prefix: string) =>
  `${may(kind, `concat(n.nspname, '.', c.${prefix}name)`)}
  from ${table} c join pg_namespace n on n.oid = c.${prefix}namespace cross join aclexplode(c.${prefix}acl) a
  left join pg_init_privs i on i.objoid = c.oid and i.classoid = '${table}'::regclass and i.objsubid = 0
  where n.nspname = 'pg_catalog' and a.grantee <> c.${prefix}owner and not exists (select from aclexplode(i.initprivs) b
    where (b.grantee, b.privilege_type, b.is_grantable) = (a.grantee, a.privilege_type, a.is_grantable))`;

/**
 * One row `fact` for each privilege in this database, except owners' privileges on their own objects; functions are
 * those of the protection schema and those of PostgreSQL's own that initdb restricted.
 */
export const accessSql = `with fact (fact) as (
${roles}
union all select concat('role ', ${quoted("m.rolname")}, ' is a member of ', ${quoted("g.rolname")}, case when bool_or(x.admin_option) then ' and may admit others' end)
  from pg_auth_members x join pg_roles m on m.oid = x.member join pg_roles g on g.oid = x.roleid
  where m.rolname !~ '^pg_' group by m.rolname, g.rolname
union all select concat('database ', ${quoted("d.datname")}, ' exists') from pg_database d where not d.datname in ('postgres', 'template0', 'template1')
union all select concat('database ', ${quoted("d.datname")}, ' belongs to ', ${quoted("pg_get_userbyid(d.datdba)")})
  from pg_database d where not d.datname in ('postgres', 'template0', 'template1')
union all ${may("database", "d.datname")}
  from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
  where d.datallowconn and a.grantee <> d.datdba
union all select concat('schema ', ${quoted("n.nspname")}, ' exists') from pg_namespace n where n.nspname !~ '^(pg_|information_schema$)'
union all select concat('schema ', ${quoted("n.nspname")}, ' belongs to ', ${quoted("pg_get_userbyid(n.nspowner)")})
  from pg_namespace n where n.nspname !~ '^(pg_|information_schema$)'
union all ${may("schema", "n.nspname")}
  from pg_namespace n cross join aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
  where n.nspname !~ '^(pg_|information_schema$)' and a.grantee <> n.nspowner
union all select concat('table ', ${quoted(relation)}, ' belongs to ', ${quoted("pg_get_userbyid(c.relowner)")})
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  where n.nspname !~ '^(pg_|information_schema$)' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
union all ${may("table", relation)}
  from pg_class c join pg_namespace n on n.oid = c.relnamespace
  cross join aclexplode(coalesce(c.relacl, acldefault(case when c.relkind = 'S' then 's' else 'r' end::"char", c.relowner))) a
  where n.nspname !~ '^(pg_|information_schema$)' and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and a.grantee <> c.relowner
union all ${may("column", `concat(n.nspname, '.', c.relname, '.', t.attname)`)}
  from pg_attribute t join pg_class c on c.oid = t.attrelid join pg_namespace n on n.oid = c.relnamespace
  cross join aclexplode(t.attacl) a where n.nspname not in ${own} and not t.attisdropped
union all ${may("function", "concat(n.nspname, '.', c.proname)")}
  from pg_proc c join pg_namespace n on n.oid = c.pronamespace
  cross join aclexplode(coalesce(c.proacl, acldefault('f', c.proowner))) a
  where n.nspname = 'protection' and a.grantee <> c.proowner
union all ${added("pg_proc", "function", "pro")}
union all ${added("pg_class", "table", "rel")}
union all ${may("parameter", "p.parname")} from pg_parameter_acl p cross join aclexplode(p.paracl) a where a.grantee <> 10
union all ${may("tablespace", "s.spcname")} from pg_tablespace s cross join aclexplode(s.spcacl) a where a.grantee <> s.spcowner
union all select concat(${grantee}, ' may ', a.privilege_type, ' on everything of kind ', f.defaclobjtype, ' that ', ${quoted("pg_get_userbyid(f.defaclrole)")}, ' will make')
  from pg_default_acl f cross join aclexplode(f.defaclacl) a where a.grantee <> f.defaclrole
) select distinct fact from fact`;
