CREATE TABLE "usage_span" (
	"trace_id" text NOT NULL,
	"span_id" text NOT NULL,
	"parent_span_id" text,
	"source_id" integer NOT NULL,
	"event_key" uuid,
	"month" date,
	"tokens" text,
	"received_at" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_span_trace_id_span_id_pk" PRIMARY KEY("trace_id","span_id")
);
--> statement-breakpoint
ALTER TABLE "usage_capture" ADD COLUMN "observer" text;--> statement-breakpoint
CREATE INDEX "usage_span_received_at" ON "usage_span" USING brin ("received_at");--> statement-breakpoint
CREATE UNIQUE INDEX "usage_capture_observer" ON "usage_capture" USING btree ("event_key","month","observer") WHERE observer is not null;