CREATE TABLE "rejected_record" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "rejected_record_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"source_id" integer NOT NULL,
	"format" text NOT NULL,
	"record_hash" uuid NOT NULL,
	"record" jsonb NOT NULL,
	"errors" jsonb NOT NULL,
	"times" integer NOT NULL,
	"first_received_at" timestamp with time zone NOT NULL,
	"last_received_at" timestamp with time zone NOT NULL,
	"resolved_at" timestamp with time zone,
	CONSTRAINT "rejected_record_record_hash_unique" UNIQUE("record_hash")
);
--> statement-breakpoint
CREATE TABLE "usage_archive" (
	"id" bigint PRIMARY KEY NOT NULL,
	"source_id" integer NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"lines" integer NOT NULL,
	"records" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_capture" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "usage_capture_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"event_key" uuid NOT NULL,
	"month" date NOT NULL,
	"source_id" integer NOT NULL,
	"kind" text NOT NULL,
	"received_at" timestamp with time zone NOT NULL,
	"record" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "usage_daily" (
	"day" date NOT NULL,
	"series_id" integer NOT NULL,
	"rate_set_id" integer NOT NULL,
	"requests" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"input" bigint,
	"cached_input" bigint,
	"cache_write_5m" bigint,
	"cache_write_1h" bigint,
	"audio_input" bigint,
	"cached_audio_input" bigint,
	"image_input" bigint,
	"cached_image_input" bigint,
	"video_input" bigint,
	"output" bigint,
	"reasoning" bigint,
	"citation" bigint,
	"audio_output" bigint,
	"image_output" bigint,
	"video_output" bigint,
	"web_search" bigint,
	"social_search" bigint,
	"file_search" bigint,
	"audio_second" numeric(38, 18),
	"page" bigint,
	"annotated_page" bigint,
	"text_message" bigint,
	"cache_hit_input_tokens" bigint,
	"cache_hit_output_tokens" bigint,
	"cost" numeric(38, 18) NOT NULL,
	"list_cost" numeric(38, 18) NOT NULL,
	"avoided_cost" numeric(38, 18),
	"reported_cost" numeric(38, 18),
	"reported_computed_cost" numeric(38, 18),
	"unpriced_requests" bigint NOT NULL,
	"missing_token_requests" bigint NOT NULL,
	"cache_unknown_requests" bigint NOT NULL,
	"latency_sum_ms" bigint,
	"latency_count" bigint,
	CONSTRAINT "usage_daily_day_series_id_rate_set_id_pk" PRIMARY KEY("day","series_id","rate_set_id")
) WITH (fillfactor = 75);
--> statement-breakpoint
CREATE TABLE "usage_event" (
	"event_key" uuid NOT NULL,
	"month" date NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"series_id" integer NOT NULL,
	"rate_set_id" integer NOT NULL,
	"status_code" smallint,
	"retry_count" smallint,
	"latency_ms" integer,
	"archive_line" integer,
	"archive_id" bigint,
	"requests" bigint NOT NULL,
	"input_tokens" bigint,
	"cached_input_tokens" bigint,
	"cache_write_5m_tokens" bigint,
	"cache_write_1h_tokens" bigint,
	"audio_input_tokens" bigint,
	"image_input_tokens" bigint,
	"video_input_tokens" bigint,
	"cached_audio_input_tokens" bigint,
	"cached_image_input_tokens" bigint,
	"output_tokens" bigint,
	"reasoning_tokens" bigint,
	"audio_output_tokens" bigint,
	"image_output_tokens" bigint,
	"video_output_tokens" bigint,
	"citation_tokens" bigint,
	"web_search_requests" bigint,
	"social_search_requests" bigint,
	"file_search_requests" bigint,
	"text_messages" bigint,
	"audio_seconds" numeric(38, 18),
	"pages" bigint,
	"annotated_pages" bigint,
	"cost" numeric(38, 18),
	"list_cost" numeric(38, 18),
	"reported_cost" numeric(38, 18),
	"is_partly_priced" boolean NOT NULL,
	"is_retracted" boolean NOT NULL,
	"request_id" text,
	"response_id" text,
	"trace_id" text,
	"span_id" text,
	"conversation_id" text,
	"user_id" text,
	"tenant_id" text,
	"prompt_hash" text,
	"error_type" text,
	"stated_dimensions" jsonb,
	CONSTRAINT "usage_event_event_key_month_pk" PRIMARY KEY("event_key","month")
) PARTITION BY RANGE ("month");
--> statement-breakpoint
CREATE TABLE "usage_hourly" (
	"hour" timestamp with time zone NOT NULL,
	"series_id" integer NOT NULL,
	"rate_set_id" integer NOT NULL,
	"requests" bigint NOT NULL,
	"errors" bigint NOT NULL,
	"input" bigint,
	"cached_input" bigint,
	"cache_write_5m" bigint,
	"cache_write_1h" bigint,
	"audio_input" bigint,
	"cached_audio_input" bigint,
	"image_input" bigint,
	"cached_image_input" bigint,
	"video_input" bigint,
	"output" bigint,
	"reasoning" bigint,
	"citation" bigint,
	"audio_output" bigint,
	"image_output" bigint,
	"video_output" bigint,
	"web_search" bigint,
	"social_search" bigint,
	"file_search" bigint,
	"audio_second" numeric(38, 18),
	"page" bigint,
	"annotated_page" bigint,
	"text_message" bigint,
	"cache_hit_input_tokens" bigint,
	"cache_hit_output_tokens" bigint,
	"cost" numeric(38, 18) NOT NULL,
	"list_cost" numeric(38, 18) NOT NULL,
	"avoided_cost" numeric(38, 18),
	"reported_cost" numeric(38, 18),
	"reported_computed_cost" numeric(38, 18),
	"unpriced_requests" bigint NOT NULL,
	"missing_token_requests" bigint NOT NULL,
	"cache_unknown_requests" bigint NOT NULL,
	"latency_sum_ms" bigint,
	"latency_count" bigint,
	CONSTRAINT "usage_hourly_hour_series_id_rate_set_id_pk" PRIMARY KEY("hour","series_id","rate_set_id")
) WITH (fillfactor = 75);
--> statement-breakpoint
CREATE TABLE "usage_latency_daily" (
	"day" date NOT NULL,
	"series_id" integer NOT NULL,
	"bucket" smallint NOT NULL,
	"calls" bigint NOT NULL,
	CONSTRAINT "usage_latency_daily_day_series_id_bucket_pk" PRIMARY KEY("day","series_id","bucket")
) WITH (fillfactor = 75);
--> statement-breakpoint
CREATE TABLE "usage_series" (
	"id" serial PRIMARY KEY NOT NULL,
	"fingerprint" uuid NOT NULL,
	"source_id" integer NOT NULL,
	"billing_account" text,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"requested_model" text,
	"operation" text NOT NULL,
	"service_tier" text NOT NULL,
	"region" text,
	"key_team" text,
	"tag_team" text,
	"tag_basis" text,
	"cost_center" text,
	"project" text,
	"service" text,
	"feature" text,
	"environment" text,
	"api_key" text,
	"route" text,
	"label_1" text,
	"label_2" text,
	"label_3" text,
	"label_4" text,
	"label_5" text,
	"label_6" text,
	"outcome" text NOT NULL,
	"is_retry" boolean NOT NULL,
	"missing_tokens" boolean NOT NULL,
	"cache_unknown" boolean NOT NULL,
	"total_mismatch" boolean NOT NULL,
	"tier_assumed" boolean NOT NULL,
	"is_capped" boolean NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "usage_series_fingerprint_unique" UNIQUE("fingerprint")
);
--> statement-breakpoint
CREATE TABLE "usage_value_seen" (
	"source_id" integer NOT NULL,
	"day" date NOT NULL,
	"dimension" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "usage_value_seen_source_id_day_dimension_value_pk" PRIMARY KEY("source_id","day","dimension","value")
);
--> statement-breakpoint
CREATE INDEX "rejected_record_open" ON "rejected_record" USING btree ("source_id","id") WHERE resolved_at is null;--> statement-breakpoint
CREATE INDEX "usage_archive_received_at" ON "usage_archive" USING brin ("received_at");--> statement-breakpoint
CREATE INDEX "usage_capture_event_key" ON "usage_capture" USING btree ("event_key");--> statement-breakpoint
CREATE INDEX "usage_event_request_id" ON "usage_event" USING hash ("request_id") WITH (fillfactor=95);--> statement-breakpoint
CREATE INDEX "usage_event_trace_id" ON "usage_event" USING hash ("trace_id") WITH (fillfactor=95);--> statement-breakpoint
CREATE INDEX "usage_event_occurred_at" ON "usage_event" USING brin ("occurred_at");
--> statement-breakpoint
-- Makes the partition of a month: on its own first, with a CHECK that spares the attachment a scan, so that neither readers
-- nor writers of other months wait. Returns whether it was made now. Callers run it in a transaction of its own.
CREATE FUNCTION ensure_usage_partition(month date) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
  first_day date := date_trunc('month', month);
  next_month date := first_day + interval '1 month';
  name text := 'usage_event_' || to_char(first_day, 'YYYYMM');
BEGIN
  IF EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'usage_event'::regclass AND inhrelid = to_regclass(name)) THEN
    RETURN false;
  END IF;
  PERFORM pg_advisory_xact_lock(727002, extract(epoch FROM first_day)::bigint::integer);
  IF EXISTS (SELECT FROM pg_inherits WHERE inhparent = 'usage_event'::regclass AND inhrelid = to_regclass(name)) THEN
    RETURN false;
  END IF;
  EXECUTE format('CREATE TABLE %I (LIKE usage_event INCLUDING ALL)', name);
  EXECUTE format('ALTER TABLE %I ADD CONSTRAINT %I CHECK (month >= %L AND month < %L)', name, name || '_month', first_day, next_month);
  EXECUTE format('ALTER TABLE usage_event ATTACH PARTITION %I FOR VALUES FROM (%L) TO (%L)', name, first_day, next_month);
  EXECUTE format('ALTER TABLE %I DROP CONSTRAINT %I', name, name || '_month');
  RETURN true;
END
$$;
--> statement-breakpoint
-- Four exponential buckets per doubling, counted from 1 ms: bucket b holds 2^(b/4) <= ms < 2^((b+1)/4). The thresholds are
-- rounded up to whole milliseconds, which changes nothing for whole ones and keeps floats out of it. Not for unknown ones: it
-- is not declared STRICT, which would keep it from being inlined.
CREATE FUNCTION latency_bucket(milliseconds integer) RETURNS smallint
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (width_bucket(greatest(milliseconds, 1), '{1,2,2,2,2,3,3,4,4,5,6,7,8,10,12,14,16,20,23,27,32,39,46,54,64,77,91,108,128,153,182,216,256,305,363,431,512,609,725,862,1024,1218,1449,1723,2048,2436,2897,3445,4096,4871,5793,6889,8192,9742,11586,13778,16384,19484,23171,27555,32768,38968,46341,55109,65536,77936,92682,110218,131072,155872,185364,220436,262144,311744,370728,440872,524288,623488,741456,881744,1048576,1246975,1482911,1763488,2097152,2493949,2965821,3526976,4194304,4987897,5931642,7053951,8388608,9975793,11863284,14107901,16777216,19951585,23726567,28215802,33554432,39903170,47453133,56431604,67108864,79806339,94906266,112863207,134217728,159612678,189812532,225726413,268435456,319225355,379625063,451452826,536870912,638450709,759250125,902905651,1073741824,1276901417,1518500250,1805811302}'::integer[]) - 1)::smallint;
--> statement-breakpoint
-- Numbers of archives, taken a thousand at a time.
CREATE SEQUENCE usage_archive_block INCREMENT BY 1000 START WITH 1000 MINVALUE 1000;
--> statement-breakpoint
-- Why an event has no rates of its own, where a rate set would stand. The last one is priced, at nothing.
INSERT INTO "rate_set" ("id", "book_id", "key", "rates_hash", "provider", "listed_under", "model", "tier", "valid", "terms", "first_version")
  VALUES
    (-1, 1, 'no_rate_for_tier', '', '', '', '', '', '(,)', '{}', 0),
    (-2, 1, 'no_rate', '', '', '', '', '', '(,)', '{}', 0),
    (-3, 1, 'missing_tokens', '', '', '', '', '', '(,)', '{}', 0),
    (-4, 1, 'no_cost', '', '', '', '', '', '(,)', '{}', 0)
  ON CONFLICT DO NOTHING;
