CREATE TABLE "triage_event" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "triage_event_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"item_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"actor_name" text NOT NULL,
	"kind" text NOT NULL,
	"comment" text,
	"details" jsonb
);
--> statement-breakpoint
CREATE TABLE "triage_fix" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"summary" text NOT NULL,
	"undo" jsonb NOT NULL,
	"item_ids" uuid[] NOT NULL,
	"actor_name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"undone_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "triage_item" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lane" text NOT NULL,
	"group_key" jsonb NOT NULL,
	"key_hash" uuid NOT NULL,
	"state" text NOT NULL,
	"assignee_user_id" uuid,
	"assignee_team_id" uuid,
	"assignee_desk" text,
	"accepted_reason" text,
	"accepted_until" date,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "triage_item_key_hash_unique" UNIQUE("key_hash"),
	CONSTRAINT "triage_item_state" CHECK ("triage_item"."state" in ('open', 'in_progress', 'waiting', 'resolved', 'accepted')),
	CONSTRAINT "triage_item_one_assignee" CHECK (num_nonnulls("triage_item"."assignee_user_id", "triage_item"."assignee_team_id", "triage_item"."assignee_desk") <= 1),
	CONSTRAINT "triage_item_desk" CHECK ("triage_item"."assignee_desk" in ('platform', 'finance')),
	CONSTRAINT "triage_item_accepted" CHECK (("triage_item"."state" = 'accepted') = ("triage_item"."accepted_reason" is not null) and ("triage_item"."state" = 'accepted') = ("triage_item"."accepted_until" is not null))
);
--> statement-breakpoint
CREATE TABLE "triage_limit" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"lane" text,
	"measure" text NOT NULL,
	"threshold" numeric(38, 18) NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	CONSTRAINT "triage_limit_measure" CHECK ("triage_limit"."measure" in ('cost', 'share', 'age')),
	CONSTRAINT "triage_limit_positive" CHECK ("triage_limit"."threshold" > 0)
);
--> statement-breakpoint
CREATE TABLE "triage_limit_crossing" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"limit_id" uuid NOT NULL,
	"month" date NOT NULL,
	"crossed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"value" numeric(38, 18) NOT NULL,
	"cleared_at" timestamp with time zone,
	CONSTRAINT "triage_limit_crossing_once" UNIQUE("limit_id","month")
);
--> statement-breakpoint
CREATE TABLE "triage_snapshot" (
	"day" date NOT NULL,
	"lane" text NOT NULL,
	"groups" integer NOT NULL,
	"requests" bigint NOT NULL,
	"cost" numeric(38, 18) NOT NULL,
	"is_at_least" boolean NOT NULL,
	CONSTRAINT "triage_snapshot_day_lane_pk" PRIMARY KEY("day","lane")
);
--> statement-breakpoint
CREATE TABLE "triage_target" (
	"effective_from" date PRIMARY KEY NOT NULL,
	"attributed_percent" numeric(5, 2) NOT NULL,
	"set_by" text NOT NULL,
	"set_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "triage_target_percent" CHECK ("triage_target"."attributed_percent" between 0 and 100),
	CONSTRAINT "triage_target_whole_months" CHECK (extract(day from "triage_target"."effective_from") = 1)
);
--> statement-breakpoint
ALTER TABLE "triage_event" ADD CONSTRAINT "triage_event_item_id_triage_item_id_fk" FOREIGN KEY ("item_id") REFERENCES "public"."triage_item"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage_item" ADD CONSTRAINT "triage_item_assignee_user_id_app_user_id_fk" FOREIGN KEY ("assignee_user_id") REFERENCES "public"."app_user"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage_item" ADD CONSTRAINT "triage_item_assignee_team_id_team_id_fk" FOREIGN KEY ("assignee_team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "triage_limit_crossing" ADD CONSTRAINT "triage_limit_crossing_limit_id_triage_limit_id_fk" FOREIGN KEY ("limit_id") REFERENCES "public"."triage_limit"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "triage_event_item_id" ON "triage_event" USING btree ("item_id","id");--> statement-breakpoint
CREATE INDEX "triage_item_lane" ON "triage_item" USING btree ("lane");