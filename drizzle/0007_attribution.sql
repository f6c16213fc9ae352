CREATE TABLE "attribution_contract" (
	"version" integer PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL,
	"published_by" text NOT NULL,
	"published_at" timestamp with time zone DEFAULT now() NOT NULL,
	"note" text
);
--> statement-breakpoint
CREATE TABLE "attribution_rule" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"position" integer NOT NULL,
	"conditions" jsonb NOT NULL,
	"period" daterange NOT NULL,
	"team_id" uuid,
	"pool_id" uuid,
	"project_id" uuid,
	"note" text,
	"created_by" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"retired_at" timestamp with time zone,
	CONSTRAINT "attribution_rule_kind" CHECK ("attribution_rule"."kind" in ('rule', 'decision')),
	CONSTRAINT "attribution_rule_period_some" CHECK (not isempty("attribution_rule"."period")),
	CONSTRAINT "attribution_rule_one_target" CHECK (num_nonnulls("attribution_rule"."team_id", "attribution_rule"."pool_id", "attribution_rule"."project_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "ownership_dispute" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" uuid NOT NULL,
	"proposed_team_id" uuid,
	"proposed_pool_id" uuid,
	"conditions" jsonb NOT NULL,
	"period" daterange NOT NULL,
	"reason" text NOT NULL,
	"raised_by" text NOT NULL,
	"raised_at" timestamp with time zone DEFAULT now() NOT NULL,
	"state" text NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision_note" text,
	"rule_id" uuid,
	CONSTRAINT "ownership_dispute_state" CHECK ("ownership_dispute"."state" in ('open', 'accepted', 'refused', 'withdrawn')),
	CONSTRAINT "ownership_dispute_decided" CHECK (("ownership_dispute"."state" = 'open') = ("ownership_dispute"."decided_at" is null)),
	CONSTRAINT "ownership_dispute_one_proposal" CHECK (num_nonnulls("ownership_dispute"."proposed_team_id", "ownership_dispute"."proposed_pool_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "pool_cost_center" (
	"pool_id" uuid NOT NULL,
	"cost_center_id" uuid NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "pool_cost_center_pool_id_period_pk" PRIMARY KEY("pool_id","period"),
	CONSTRAINT "pool_cost_center_period_some" CHECK (not isempty("pool_cost_center"."period"))
);
--> statement-breakpoint
CREATE TABLE "pool_policy" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"pool_id" uuid NOT NULL,
	"effective_from" date NOT NULL,
	"method" text NOT NULL,
	"shares" jsonb NOT NULL,
	"proposed_by" text NOT NULL,
	"proposed_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_by" text,
	"decided_at" timestamp with time zone,
	"decision" text,
	"note" text,
	CONSTRAINT "pool_policy_method" CHECK ("pool_policy"."method" in ('central', 'fixed', 'direct_spend', 'requests', 'even')),
	CONSTRAINT "pool_policy_whole_months" CHECK (extract(day from "pool_policy"."effective_from") = 1),
	CONSTRAINT "pool_policy_decision" CHECK ("pool_policy"."decision" in ('approved', 'refused')),
	CONSTRAINT "pool_policy_decided" CHECK (("pool_policy"."decision" is null) = ("pool_policy"."decided_at" is null))
);
--> statement-breakpoint
CREATE TABLE "shared_pool" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"approver_email" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "shared_pool_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "spend_estimate" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"team_id" uuid,
	"cost_center_id" uuid,
	"provider" text,
	"period" daterange NOT NULL,
	"amount" numeric(38, 18) NOT NULL,
	"method" text NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"withdrawn_at" timestamp with time zone,
	CONSTRAINT "spend_estimate_period_bounded" CHECK (not isempty("spend_estimate"."period") and not lower_inf("spend_estimate"."period") and not upper_inf("spend_estimate"."period")),
	CONSTRAINT "spend_estimate_amount_positive" CHECK ("spend_estimate"."amount" > 0),
	CONSTRAINT "spend_estimate_owner" CHECK (num_nonnulls("spend_estimate"."team_id", "spend_estimate"."cost_center_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "product_line" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "product_line_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "project" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "project_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "project_product_line" (
	"project_id" uuid NOT NULL,
	"product_line_id" uuid NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "project_product_line_project_id_period_pk" PRIMARY KEY("project_id","period"),
	CONSTRAINT "project_product_line_period_some" CHECK (not isempty("project_product_line"."period"))
);
--> statement-breakpoint
CREATE TABLE "project_team" (
	"project_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "project_team_project_id_period_pk" PRIMARY KEY("project_id","period"),
	CONSTRAINT "project_team_period_some" CHECK (not isempty("project_team"."period"))
);
--> statement-breakpoint
CREATE TABLE "provider_key" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "provider_key_key_unique" UNIQUE("key")
);
--> statement-breakpoint
CREATE TABLE "provider_key_team" (
	"provider_key_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"is_exclusive" boolean NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "provider_key_team_provider_key_id_period_pk" PRIMARY KEY("provider_key_id","period"),
	CONSTRAINT "provider_key_team_period_some" CHECK (not isempty("provider_key_team"."period"))
);
--> statement-breakpoint
CREATE TABLE "registry_alias" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"kind" text NOT NULL,
	"alias" text NOT NULL,
	"target" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "registry_alias_kind_alias_key" UNIQUE("kind","alias"),
	CONSTRAINT "registry_alias_kind" CHECK ("registry_alias"."kind" in ('team', 'cost_center', 'project', 'service', 'environment')),
	CONSTRAINT "registry_alias_lower" CHECK ("registry_alias"."alias" = lower(btrim("registry_alias"."alias")))
);
--> statement-breakpoint
CREATE TABLE "service" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "service_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "service_team" (
	"service_id" uuid NOT NULL,
	"team_id" uuid NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "service_team_service_id_period_pk" PRIMARY KEY("service_id","period"),
	CONSTRAINT "service_team_period_some" CHECK (not isempty("service_team"."period"))
);
--> statement-breakpoint
ALTER TABLE "series_ownership" ADD COLUMN "project_id" uuid;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD COLUMN "project_rule_id" uuid;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD COLUMN "has_conflict" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "cost_center" ADD COLUMN "gl_account" text;--> statement-breakpoint
ALTER TABLE "cost_center" ADD COLUMN "owner_email" text;--> statement-breakpoint
ALTER TABLE "attribution_rule" ADD CONSTRAINT "attribution_rule_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attribution_rule" ADD CONSTRAINT "attribution_rule_pool_id_shared_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."shared_pool"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "attribution_rule" ADD CONSTRAINT "attribution_rule_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_dispute" ADD CONSTRAINT "ownership_dispute_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_dispute" ADD CONSTRAINT "ownership_dispute_proposed_team_id_team_id_fk" FOREIGN KEY ("proposed_team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_dispute" ADD CONSTRAINT "ownership_dispute_proposed_pool_id_shared_pool_id_fk" FOREIGN KEY ("proposed_pool_id") REFERENCES "public"."shared_pool"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "ownership_dispute" ADD CONSTRAINT "ownership_dispute_rule_id_attribution_rule_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."attribution_rule"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_cost_center" ADD CONSTRAINT "pool_cost_center_pool_id_shared_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."shared_pool"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_cost_center" ADD CONSTRAINT "pool_cost_center_cost_center_id_cost_center_id_fk" FOREIGN KEY ("cost_center_id") REFERENCES "public"."cost_center"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "pool_policy" ADD CONSTRAINT "pool_policy_pool_id_shared_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."shared_pool"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spend_estimate" ADD CONSTRAINT "spend_estimate_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "spend_estimate" ADD CONSTRAINT "spend_estimate_cost_center_id_cost_center_id_fk" FOREIGN KEY ("cost_center_id") REFERENCES "public"."cost_center"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_product_line" ADD CONSTRAINT "project_product_line_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_product_line" ADD CONSTRAINT "project_product_line_product_line_id_product_line_id_fk" FOREIGN KEY ("product_line_id") REFERENCES "public"."product_line"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_team" ADD CONSTRAINT "project_team_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "project_team" ADD CONSTRAINT "project_team_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_key_team" ADD CONSTRAINT "provider_key_team_provider_key_id_provider_key_id_fk" FOREIGN KEY ("provider_key_id") REFERENCES "public"."provider_key"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "provider_key_team" ADD CONSTRAINT "provider_key_team_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_team" ADD CONSTRAINT "service_team_service_id_service_id_fk" FOREIGN KEY ("service_id") REFERENCES "public"."service"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "service_team" ADD CONSTRAINT "service_team_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "ownership_dispute_team_id" ON "ownership_dispute" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "pool_cost_center_cost_center_id" ON "pool_cost_center" USING btree ("cost_center_id");--> statement-breakpoint
CREATE INDEX "pool_policy_pool_id" ON "pool_policy" USING btree ("pool_id","effective_from");--> statement-breakpoint
CREATE INDEX "project_product_line_product_line_id" ON "project_product_line" USING btree ("product_line_id");--> statement-breakpoint
CREATE INDEX "project_team_team_id" ON "project_team" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "provider_key_team_team_id" ON "provider_key_team" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "service_team_team_id" ON "service_team" USING btree ("team_id");--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_pool_id_shared_pool_id_fk" FOREIGN KEY ("pool_id") REFERENCES "public"."shared_pool"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_project_id_project_id_fk" FOREIGN KEY ("project_id") REFERENCES "public"."project"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_project_rule_id_attribution_rule_id_fk" FOREIGN KEY ("project_rule_id") REFERENCES "public"."attribution_rule"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_rule_id_attribution_rule_id_fk" FOREIGN KEY ("rule_id") REFERENCES "public"."attribution_rule"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
-- One member belongs to one owner on each day.
ALTER TABLE "project_team" ADD CONSTRAINT "project_team_no_overlap" EXCLUDE USING gist ("project_id" WITH =, "period" WITH &&);
--> statement-breakpoint
ALTER TABLE "service_team" ADD CONSTRAINT "service_team_no_overlap" EXCLUDE USING gist ("service_id" WITH =, "period" WITH &&);
--> statement-breakpoint
ALTER TABLE "provider_key_team" ADD CONSTRAINT "provider_key_team_no_overlap" EXCLUDE USING gist ("provider_key_id" WITH =, "period" WITH &&);
--> statement-breakpoint
ALTER TABLE "project_product_line" ADD CONSTRAINT "project_product_line_no_overlap" EXCLUDE USING gist ("project_id" WITH =, "period" WITH &&);
--> statement-breakpoint
ALTER TABLE "pool_cost_center" ADD CONSTRAINT "pool_cost_center_no_overlap" EXCLUDE USING gist ("pool_id" WITH =, "period" WITH &&);
