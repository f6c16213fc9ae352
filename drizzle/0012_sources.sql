CREATE TABLE "source_tally" (
	"source_id" integer NOT NULL,
	"kind" text NOT NULL,
	"hour" timestamp with time zone NOT NULL,
	"name" text NOT NULL,
	"count" bigint NOT NULL,
	CONSTRAINT "source_tally_source_id_kind_hour_name_pk" PRIMARY KEY("source_id","kind","hour","name")
);
--> statement-breakpoint
CREATE TABLE "source_unknown_field" (
	"source_id" integer NOT NULL,
	"name" text NOT NULL,
	"bodies" bigint NOT NULL,
	"first_seen_at" timestamp with time zone NOT NULL,
	"last_seen_at" timestamp with time zone NOT NULL,
	CONSTRAINT "source_unknown_field_source_id_name_pk" PRIMARY KEY("source_id","name")
);
--> statement-breakpoint
CREATE INDEX "usage_capture_conflict" ON "usage_capture" USING btree ("source_id","id") WHERE kind = 'conflict';