CREATE TABLE "usage_repeat_daily" (
	"day" date NOT NULL,
	"series_id" integer NOT NULL,
	"rate_set_id" integer NOT NULL,
	"repeats" bigint NOT NULL,
	"repeat_tokens" bigint NOT NULL,
	"unknown_repeats" bigint NOT NULL,
	"twins" bigint NOT NULL,
	"twin_cost" numeric(38, 18) NOT NULL,
	"unknown_twins" bigint NOT NULL,
	CONSTRAINT "usage_repeat_daily_day_series_id_rate_set_id_pk" PRIMARY KEY("day","series_id","rate_set_id")
);
--> statement-breakpoint
CREATE TABLE "usage_repeat_day" (
	"day" date PRIMARY KEY NOT NULL,
	"fingerprint" text NOT NULL,
	"rule_version" smallint NOT NULL,
	"computed_at" timestamp with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_retry_loop" (
	"day" date NOT NULL,
	"series_id" integer NOT NULL,
	"rate_set_id" integer NOT NULL,
	"kind" text NOT NULL,
	"loop_id" text NOT NULL,
	"loops" integer NOT NULL,
	"retries" bigint NOT NULL,
	"cost" numeric(38, 18) NOT NULL,
	"unknown_requests" bigint NOT NULL,
	"first_at" timestamp with time zone NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	CONSTRAINT "usage_retry_loop_day_series_id_rate_set_id_kind_loop_id_pk" PRIMARY KEY("day","series_id","rate_set_id","kind","loop_id"),
	CONSTRAINT "usage_retry_loop_kind" CHECK ("usage_retry_loop"."kind" in ('trace', 'conversation', 'rest'))
);
