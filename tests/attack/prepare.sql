-- Rows in every table, so that each attack has a target, and objects of other roles to attack.
INSERT INTO "User" (username, email, password_hash)
  SELECT 'victim' || n, 'victim' || n || '@example.org', '$scrypt$' || n FROM generate_series(1, 40) n;
INSERT INTO "Game" (name, max_players) SELECT 'victim game ' || n, 4 FROM generate_series(1, 40) n;
INSERT INTO "UserProfile" (user_id, display_name) SELECT id, username FROM "User" WHERE username LIKE 'victim%';
INSERT INTO "UserSession" (user_id, token_hash, expires_at)
  SELECT id, sha256(id::text::bytea), now() + interval '1 day' FROM "User" WHERE username LIKE 'victim%';
INSERT INTO "EmailVerification" (user_id, email, token_hash, expires_at)
  SELECT id, email, sha256(id::text::bytea), now() + interval '1 day' FROM "User" WHERE username LIKE 'victim%';
INSERT INTO password_reset_tokens (user_id, token_hash, expires_at)
  SELECT id, sha256(id::text::bytea), now() + interval '1 day' FROM "User" WHERE username LIKE 'victim%';
INSERT INTO "UserNotifications" (user_id, kind) SELECT id, 'request_sent' FROM "User" WHERE username LIKE 'victim%';
INSERT INTO "UserAvailability" (user_id, weekday, starts_at, ends_at)
  SELECT id, 1, '18:00', '20:00' FROM "User" WHERE username LIKE 'victim%';
INSERT INTO "UserGamePreference" (user_id, game_id)
  SELECT id, (SELECT id FROM "Game" ORDER BY name LIMIT 1) FROM "User" WHERE username LIKE 'victim%';
INSERT INTO "UserFriends" (user_id, friend_id)
  SELECT a.id, b.id FROM "User" a, "User" b WHERE a.username LIKE 'victim%' AND b.username = 'victim1' AND a.id <> b.id;
INSERT INTO "GameRequest" (sender_id, recipient_id, game_id, proposed_for)
  SELECT a.id, b.id, (SELECT id FROM "Game" ORDER BY name LIMIT 1), now()
  FROM "User" a, "User" b WHERE a.username LIKE 'victim%' AND b.username = 'victim2' AND a.id <> b.id;
INSERT INTO "ScheduledSession" (game_request_id, game_id, host_id, guest_id, starts_at, ends_at)
  SELECT r.id, game_id, sender_id, recipient_id, now(), now() + interval '1 hour'
  FROM "GameRequest" r JOIN "User" u ON u.id = sender_id WHERE u.username LIKE 'victim%';
INSERT INTO audit_log ("timestamp", correlation_id, action, resource_type, severity, function, success, duration_ms)
  SELECT now(), 'victim-' || n, 'user.created', 'User', 'LOW', 'victim', true, 1 FROM generate_series(1, 40) n;
INSERT INTO "ConnectionAuditLog" (at, event, database_role) VALUES (now(), 'refused', 'victim');
INSERT INTO "BackupLog" (kind, started_at, finished_at, success, error) VALUES ('full', now(), now(), false, 'victim');
INSERT INTO protection.change_window (reason, until, closed_at) VALUES ('a window that is over', now(), now());
DELETE FROM "UserNotifications" WHERE id IN (SELECT id FROM "UserNotifications" LIMIT 3);
SELECT lo_from_bytea(0, 'victim');
-- The stack gives this password to nobody, but the attacker has it.
ALTER ROLE tovplay_provisioner PASSWORD 'stolen';
SELECT pg_create_physical_replication_slot('tovplay_wal_receiver', true)
  WHERE NOT EXISTS (SELECT FROM pg_replication_slots WHERE slot_name = 'tovplay_wal_receiver');
-- So that reads have no hint bits or statistics left to write.
VACUUM (FREEZE, ANALYZE);
