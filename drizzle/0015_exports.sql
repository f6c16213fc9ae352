CREATE TABLE "finance_export" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"month" text NOT NULL,
	"state" text NOT NULL,
	"reader" jsonb NOT NULL,
	"creator_kind" text NOT NULL,
	"creator_id" text NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"expires_at" timestamp with time zone,
	"run_id" uuid,
	"runs" integer DEFAULT 0 NOT NULL,
	"read_rows" bigint DEFAULT 0 NOT NULL,
	"total_rows" bigint,
	"file_rows" bigint DEFAULT 0 NOT NULL,
	"file_bytes" bigint DEFAULT 0 NOT NULL,
	"total_cost" text,
	"unpriced_requests" bigint,
	"failure" text,
	CONSTRAINT "finance_export_kind" CHECK ("finance_export"."kind" in ('focus', 'events')),
	CONSTRAINT "finance_export_month" CHECK ("finance_export"."month" ~ '^[0-9]{4}-(0[1-9]|1[0-2])$'),
	CONSTRAINT "finance_export_state" CHECK ("finance_export"."state" in ('queued', 'running', 'done', 'failed', 'cancelled', 'expired'))
);
--> statement-breakpoint
CREATE TABLE "finance_export_chunk" (
	"export_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"data" "bytea" NOT NULL,
	CONSTRAINT "finance_export_chunk_export_id_number_pk" PRIMARY KEY("export_id","number")
);
--> statement-breakpoint
ALTER TABLE "finance_export_chunk" ADD CONSTRAINT "finance_export_chunk_export_id_finance_export_id_fk" FOREIGN KEY ("export_id") REFERENCES "public"."finance_export"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "finance_export_under_way" ON "finance_export" USING btree ("creator_kind","creator_id","kind","month") WHERE state in ('queued', 'running');--> statement-breakpoint
CREATE INDEX "finance_export_created_at" ON "finance_export" USING btree ("created_at");--> statement-breakpoint
-- Pieces are gzip: compressing them again would cost time and win nothing.
ALTER TABLE "finance_export_chunk" ALTER COLUMN "data" SET STORAGE EXTERNAL;
