-- protection: the audit log keeps who acted encrypted, so that erasing an account erases it there too
-- Null for what nobody's account did, for rows of earlier versions, and for accounts that were erased before the row.
ALTER TABLE audit_log ADD COLUMN personal bytea CHECK (octet_length(personal) BETWEEN 30 AND 4096);
