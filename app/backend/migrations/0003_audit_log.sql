-- Every state-changing action. It refers to nothing by a foreign key, because it outlives what it tells of.
CREATE TABLE audit_log (
  id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  -- When the action began; created_at is when it was written down.
  "timestamp" timestamptz NOT NULL,
  correlation_id text NOT NULL CHECK (length(correlation_id) BETWEEN 8 AND 64),
  action text NOT NULL CHECK (length(action) BETWEEN 1 AND 64),
  resource_type text NOT NULL CHECK (length(resource_type) BETWEEN 1 AND 64),
  resource_id text,
  severity text NOT NULL CHECK (severity IN ('LOW', 'MEDIUM', 'HIGH', 'CRITICAL')),
  user_id uuid,
  username text,
  user_email text,
  ip_address inet,
  user_agent text,
  function text NOT NULL,
  request_path text,
  request_method text,
  arguments jsonb NOT NULL DEFAULT '{}',
  result jsonb,
  success boolean NOT NULL,
  error text,
  duration_ms double precision NOT NULL CHECK (duration_ms >= 0),
  created_at timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT audit_log_failure_has_error CHECK (success OR error IS NOT NULL)
);
CREATE INDEX audit_log_timestamp_idx ON audit_log ("timestamp" DESC);
CREATE INDEX audit_log_user_id_idx ON audit_log (user_id, "timestamp" DESC);
CREATE INDEX audit_log_action_idx ON audit_log (action, "timestamp" DESC);
CREATE INDEX audit_log_resource_idx ON audit_log (resource_type, resource_id, "timestamp" DESC);
CREATE INDEX audit_log_correlation_id_idx ON audit_log (correlation_id);
