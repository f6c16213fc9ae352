CREATE TABLE "usage_repricing" (
	"id" integer PRIMARY KEY DEFAULT 1 NOT NULL,
	"price_version" text NOT NULL,
	"hour" text NOT NULL,
	"event_key" uuid NOT NULL,
	"updated_at" timestamp with time zone NOT NULL
);
