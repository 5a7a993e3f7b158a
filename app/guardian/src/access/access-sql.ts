const holder = "case when a.grantee = 0 then 'PUBLIC' else pg_get_userbyid(a.grantee) end";
const may = (kind: string, object: string) =>
  `select ${holder}, a.privilege_type || case when a.is_grantable then ' WITH GRANT OPTION' else '' end, '${kind}', ${object}`;
const relation = "concat(n.nspname, '.', c.relname)";
const own = "('pg_catalog', 'information_schema', 'pg_toast')";

const roles = [
  ["rolcanlogin", "'LOGIN'"],
  ["rolinherit", "'INHERIT'"],
  ["rolreplication", "'REPLICATION'"],
  ["rolcreaterole", "'CREATEROLE'"],
  ["rolcreatedb", "'CREATEDB'"],
  ["rolbypassrls", "'BYPASSRLS'"],
  ["rolsuper", "'SUPERUSER'"],
  ["rolconnlimit >= 0", "concat('CONNECTION LIMIT ', rolconnlimit)"],
  ["true", "'EXISTS'"],
]
  .map(
    ([condition, attribute]) => `select rolname, ${attribute}, 'role', '' from pg_roles
  where rolname !~ '^pg_' and (oid <> 10 or ${attribute} in ('EXISTS', 'SUPERUSER')) and ${condition}`,
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
 * One row for each privilege in this database, except owners' privileges on their own objects; functions are
 * those of protection, of the job queue, and those of PostgreSQL's own that initdb restricted. The columns are those of {@link Right}.
 */
export const accessSql = `with held (holder, privilege, kind, object) as (
${roles}
union all select m.rolname, case when bool_or(x.admin_option) then 'MEMBER WITH ADMIN OPTION' else 'MEMBER' end, 'role', g.rolname
  from pg_auth_members x join pg_roles m on m.oid = x.member join pg_roles g on g.oid = x.roleid
  where m.rolname !~ '^pg_' group by m.rolname, g.rolname
union all select unnest(array['', pg_get_userbyid(d.datdba)]), unnest(array['EXISTS', 'OWNER']), 'database', d.datname
  from pg_database d where not d.datname in ('postgres', 'template0', 'template1')
union all ${may("database", "d.datname")}
  from pg_database d cross join aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
  where d.datallowconn and a.grantee <> d.datdba
union all select unnest(array['', pg_get_userbyid(n.nspowner)]), unnest(array['EXISTS', 'OWNER']), 'schema', n.nspname
  from pg_namespace n where n.nspname !~ '^(pg_|information_schema$)'
union all ${may("schema", "n.nspname")}
  from pg_namespace n cross join aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
  where n.nspname !~ '^(pg_|information_schema$)' and a.grantee <> n.nspowner
union all select pg_get_userbyid(c.relowner), 'OWNER', 'table', ${relation}
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
  where n.nspname in ('protection', 'pgboss') and a.grantee <> c.proowner
union all ${added("pg_proc", "function", "pro")}
union all ${added("pg_class", "table", "rel")}
union all ${may("parameter", "p.parname")} from pg_parameter_acl p cross join aclexplode(p.paracl) a where a.grantee <> 10
union all ${may("tablespace", "s.spcname")} from pg_tablespace s cross join aclexplode(s.spcacl) a where a.grantee <> s.spcowner
union all select ${holder}, a.privilege_type, concat('future ', f.defaclobjtype), pg_get_userbyid(f.defaclrole)
  from pg_default_acl f cross join aclexplode(f.defaclacl) a where a.grantee <> f.defaclrole
) select distinct holder::text, privilege::text, kind::text, object::text from held`;
