CREATE TABLE "usage_double" (
	"kept_key" uuid NOT NULL,
	"kept_month" date NOT NULL,
	"other_key" uuid NOT NULL,
	"other_month" date NOT NULL,
	"kept_source_id" integer NOT NULL,
	"other_source_id" integer NOT NULL,
	"day" date NOT NULL,
	"evidence" text NOT NULL,
	"found_at" timestamp with time zone NOT NULL,
	"settlement" text,
	"settled_at" timestamp with time zone,
	CONSTRAINT "usage_double_kept_key_other_key_pk" PRIMARY KEY("kept_key","other_key"),
	CONSTRAINT "usage_double_settlement" CHECK ("usage_double"."settlement" in ('once', 'both')),
	CONSTRAINT "usage_double_settled" CHECK (("usage_double"."settlement" is null) = ("usage_double"."settled_at" is null))
);
--> statement-breakpoint
CREATE TABLE "usage_double_rule" (
	"other_source_id" integer PRIMARY KEY NOT NULL,
	"settlement" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_double_rule_settlement" CHECK ("usage_double_rule"."settlement" in ('once', 'both'))
);
--> statement-breakpoint
CREATE TABLE "usage_double_scan" (
	"day" date PRIMARY KEY NOT NULL,
	"requests" bigint NOT NULL,
	"scanned_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "usage_double_day" ON "usage_double" USING btree ("day");--> statement-breakpoint
CREATE INDEX "usage_double_open" ON "usage_double" USING btree ("other_source_id") WHERE settlement is null;