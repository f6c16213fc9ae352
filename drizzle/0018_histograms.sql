-- The latencies of a call as a histogram of one: bucket b counts at 10^(12 b), so that twelve decimal digits hold the calls of
-- each bucket, and the histogram of many calls is a plain sum. Not STRICT, as `latency_bucket` is not.
CREATE FUNCTION latency_histogram(milliseconds integer) RETURNS numeric
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN ('1e' || latency_bucket(milliseconds) * 12)::numeric;
--> statement-breakpoint
ALTER TABLE "usage_latency_daily" RENAME TO "usage_latency_bucket";
--> statement-breakpoint
CREATE TABLE "usage_latency_daily" (
	"day" date NOT NULL,
	"series_id" integer NOT NULL,
	"histogram" numeric NOT NULL,
	CONSTRAINT "usage_latency_daily_day_series_id_pk" PRIMARY KEY("day","series_id")
) WITH (fillfactor = 75);
--> statement-breakpoint
INSERT INTO "usage_latency_daily" (day, series_id, histogram)
  SELECT day, series_id, sum(calls * ('1e' || bucket * 12)::numeric) FROM "usage_latency_bucket" GROUP BY day, series_id;
--> statement-breakpoint
DROP TABLE "usage_latency_bucket";
