CREATE TABLE "statement_version" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"month" date NOT NULL,
	"version" integer NOT NULL,
	"published_by" text NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"note" text,
	"zone" text NOT NULL,
	"as_of" timestamp with time zone NOT NULL,
	"price_version" integer NOT NULL,
	"document" jsonb NOT NULL,
	"content_sha256" text NOT NULL,
	"total" numeric(38, 18) NOT NULL,
	CONSTRAINT "statement_version_month_version_key" UNIQUE("month","version"),
	CONSTRAINT "statement_version_whole_month" CHECK (extract(day from "statement_version"."month") = 1),
	CONSTRAINT "statement_version_from_one" CHECK ("statement_version"."version" >= 1),
	CONSTRAINT "statement_version_sha256" CHECK ("statement_version"."content_sha256" ~ '^[0-9a-f]{64}$')
);
--> statement-breakpoint
-- What was published is what people posted: a correction is another version.
CREATE FUNCTION refuse_statement_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published statements are never changed or removed';
END
$$;
--> statement-breakpoint
CREATE TRIGGER statement_version_append_only
  BEFORE UPDATE OR DELETE OR TRUNCATE ON statement_version
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_statement_change();
