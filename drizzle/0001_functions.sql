-- Range constraints over ids and spans of time.
CREATE EXTENSION IF NOT EXISTS btree_gist;
--> statement-breakpoint
-- The only place where an instant becomes a bucket. Immutable, so that they can stand in indexes and generated columns;
-- that a zone's rules change with the time-zone database is the reason why daily roll-ups can be rebuilt.
CREATE FUNCTION bucket_hour(instant timestamptz) RETURNS timestamptz
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN date_trunc('hour', instant AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
--> statement-breakpoint
CREATE FUNCTION bucket_day(instant timestamptz, zone text) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN (instant AT TIME ZONE zone)::date;
--> statement-breakpoint
CREATE FUNCTION bucket_month(instant timestamptz, zone text) RETURNS date
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  RETURN date_trunc('month', instant AT TIME ZONE zone)::date;
--> statement-breakpoint
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit entries are never changed or removed';
END
$$;
--> statement-breakpoint
CREATE TRIGGER audit_entry_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
--> statement-breakpoint
-- One organisation to an installation.
ALTER TABLE organization ADD CONSTRAINT organization_single CHECK (id = 1);
