CREATE TABLE "budget" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"filters" jsonb NOT NULL,
	"period_kind" text NOT NULL,
	"owner_email" text,
	"actual_thresholds" numeric(7, 2)[] NOT NULL,
	"forecast_thresholds" numeric(7, 2)[] NOT NULL,
	"full_action" text NOT NULL,
	"critical" jsonb NOT NULL,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "budget_slug_unique" UNIQUE("slug"),
	CONSTRAINT "budget_period_kind" CHECK ("budget"."period_kind" in ('month', 'quarter', 'year')),
	CONSTRAINT "budget_full_action" CHECK ("budget"."full_action" in ('notify', 'throttle', 'require_approval', 'deny')),
	CONSTRAINT "budget_owner_email_lower" CHECK ("budget"."owner_email" = lower("budget"."owner_email")),
	CONSTRAINT "budget_thresholds_positive" CHECK (0 < all("budget"."actual_thresholds") and 0 < all("budget"."forecast_thresholds"))
);
--> statement-breakpoint
CREATE TABLE "budget_amendment" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"budget_id" uuid NOT NULL,
	"position" bigint GENERATED ALWAYS AS IDENTITY (sequence name "budget_amendment_position_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"effective_from" date NOT NULL,
	"amount" numeric(38, 18) NOT NULL,
	"reason" text NOT NULL,
	"requested_by" text NOT NULL,
	"approved_by" text NOT NULL,
	"approved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"request_id" uuid,
	CONSTRAINT "budget_amendment_amount_positive" CHECK ("budget_amendment"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "budget_plan" (
	"budget_id" uuid NOT NULL,
	"month" date NOT NULL,
	"amount" numeric(38, 18) NOT NULL,
	CONSTRAINT "budget_plan_budget_id_month_pk" PRIMARY KEY("budget_id","month"),
	CONSTRAINT "budget_plan_whole_month" CHECK (extract(day from "budget_plan"."month") = 1),
	CONSTRAINT "budget_plan_amount_not_negative" CHECK ("budget_plan"."amount" >= 0)
);
--> statement-breakpoint
CREATE TABLE "budget_request" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"budget_id" uuid NOT NULL,
	"effective_from" date NOT NULL,
	"amount" numeric(38, 18) NOT NULL,
	"reason" text NOT NULL,
	"requested_by" text NOT NULL,
	"requested_by_user_id" uuid,
	"requested_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision_note" text,
	CONSTRAINT "budget_request_state" CHECK ("budget_request"."state" in ('open', 'approved', 'refused', 'withdrawn')),
	CONSTRAINT "budget_request_decided" CHECK (("budget_request"."state" = 'open') = ("budget_request"."decided_at" is null)),
	CONSTRAINT "budget_request_amount_positive" CHECK ("budget_request"."amount" > 0)
);
--> statement-breakpoint
CREATE TABLE "budget_threshold_event" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"budget_id" uuid NOT NULL,
	"threshold" numeric(7, 2) NOT NULL,
	"basis" text NOT NULL,
	"period_start" date NOT NULL,
	"amendment_id" uuid NOT NULL,
	"spend" numeric(38, 18) NOT NULL,
	"is_at_least" boolean NOT NULL,
	"amount" numeric(38, 18) NOT NULL,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL,
	"telling" text NOT NULL,
	"acknowledged_by" text,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "budget_threshold_event_once" UNIQUE("budget_id","threshold","basis","period_start","amendment_id"),
	CONSTRAINT "budget_threshold_event_basis" CHECK ("budget_threshold_event"."basis" in ('actual', 'forecast')),
	CONSTRAINT "budget_threshold_event_telling" CHECK ("budget_threshold_event"."telling" in ('told', 'below', 'before')),
	CONSTRAINT "budget_threshold_event_acknowledged" CHECK (("budget_threshold_event"."acknowledged_by" is null) = ("budget_threshold_event"."acknowledged_at" is null))
);
--> statement-breakpoint
CREATE TABLE "notification" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"user_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject_id" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"href" text NOT NULL,
	"team_ids" uuid[],
	"cost_center_ids" uuid[],
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"acknowledged_at" timestamp with time zone,
	CONSTRAINT "notification_once" UNIQUE("user_id","kind","subject_id")
);
--> statement-breakpoint
ALTER TABLE "budget_amendment" ADD CONSTRAINT "budget_amendment_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_amendment" ADD CONSTRAINT "budget_amendment_request_id_budget_request_id_fk" FOREIGN KEY ("request_id") REFERENCES "public"."budget_request"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_plan" ADD CONSTRAINT "budget_plan_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_request" ADD CONSTRAINT "budget_request_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_request" ADD CONSTRAINT "budget_request_requested_by_user_id_app_user_id_fk" FOREIGN KEY ("requested_by_user_id") REFERENCES "public"."app_user"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_threshold_event" ADD CONSTRAINT "budget_threshold_event_budget_id_budget_id_fk" FOREIGN KEY ("budget_id") REFERENCES "public"."budget"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "budget_threshold_event" ADD CONSTRAINT "budget_threshold_event_amendment_id_budget_amendment_id_fk" FOREIGN KEY ("amendment_id") REFERENCES "public"."budget_amendment"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "notification" ADD CONSTRAINT "notification_user_id_app_user_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."app_user"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "budget_amendment_budget_id" ON "budget_amendment" USING btree ("budget_id","position");--> statement-breakpoint
CREATE UNIQUE INDEX "budget_request_one_open" ON "budget_request" USING btree ("budget_id") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "budget_request_budget_id" ON "budget_request" USING btree ("budget_id");--> statement-breakpoint
CREATE INDEX "notification_unread" ON "notification" USING btree ("user_id") WHERE acknowledged_at is null;--> statement-breakpoint
CREATE INDEX "notification_user_id" ON "notification" USING btree ("user_id","created_at");