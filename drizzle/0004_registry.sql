CREATE TABLE "series_ownership" (
	"series_id" integer NOT NULL,
	"period" daterange NOT NULL,
	"owner_kind" text NOT NULL,
	"team_id" uuid,
	"pool_id" uuid,
	"reason" text,
	"basis" text,
	"rule_id" uuid,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "series_ownership_series_id_period_pk" PRIMARY KEY("series_id","period"),
	CONSTRAINT "series_ownership_period_some" CHECK (not isempty("series_ownership"."period")),
	CONSTRAINT "series_ownership_owner_kind" CHECK ("series_ownership"."owner_kind" in ('team', 'pool', 'none')),
	CONSTRAINT "series_ownership_one_owner" CHECK (("series_ownership"."owner_kind" = 'team') = ("series_ownership"."team_id" is not null) and ("series_ownership"."owner_kind" = 'pool') = ("series_ownership"."pool_id" is not null)),
	CONSTRAINT "series_ownership_reason_of_none" CHECK (("series_ownership"."owner_kind" = 'none') = ("series_ownership"."reason" is not null)),
	CONSTRAINT "series_ownership_basis_of_owner" CHECK ("series_ownership"."owner_kind" = 'none' or "series_ownership"."basis" is not null),
	CONSTRAINT "series_ownership_basis" CHECK ("series_ownership"."basis" in ('decision', 'rule', 'key', 'metadata', 'tag', 'user', 'resource', 'mapping'))
);
--> statement-breakpoint
CREATE TABLE "business_unit" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"archived_at" timestamp with time zone,
	CONSTRAINT "business_unit_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "cost_center_business_unit" (
	"cost_center_id" uuid NOT NULL,
	"business_unit_id" uuid NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "cost_center_business_unit_cost_center_id_period_pk" PRIMARY KEY("cost_center_id","period"),
	CONSTRAINT "cost_center_business_unit_period_some" CHECK (not isempty("cost_center_business_unit"."period"))
);
--> statement-breakpoint
CREATE TABLE "registry_version" (
	"id" integer PRIMARY KEY NOT NULL,
	"version" bigint NOT NULL,
	CONSTRAINT "registry_version_single" CHECK ("registry_version"."id" = 1)
);
--> statement-breakpoint
CREATE TABLE "team_cost_center" (
	"team_id" uuid NOT NULL,
	"cost_center_id" uuid NOT NULL,
	"period" daterange NOT NULL,
	CONSTRAINT "team_cost_center_team_id_period_pk" PRIMARY KEY("team_id","period"),
	CONSTRAINT "team_cost_center_period_some" CHECK (not isempty("team_cost_center"."period"))
);
--> statement-breakpoint
ALTER TABLE "team" ADD COLUMN "archived_from" date;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_series_id_usage_series_id_fk" FOREIGN KEY ("series_id") REFERENCES "public"."usage_series"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_center_business_unit" ADD CONSTRAINT "cost_center_business_unit_cost_center_id_cost_center_id_fk" FOREIGN KEY ("cost_center_id") REFERENCES "public"."cost_center"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "cost_center_business_unit" ADD CONSTRAINT "cost_center_business_unit_business_unit_id_business_unit_id_fk" FOREIGN KEY ("business_unit_id") REFERENCES "public"."business_unit"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_cost_center" ADD CONSTRAINT "team_cost_center_team_id_team_id_fk" FOREIGN KEY ("team_id") REFERENCES "public"."team"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "team_cost_center" ADD CONSTRAINT "team_cost_center_cost_center_id_cost_center_id_fk" FOREIGN KEY ("cost_center_id") REFERENCES "public"."cost_center"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "series_ownership_team_id" ON "series_ownership" USING btree ("team_id");--> statement-breakpoint
CREATE INDEX "cost_center_business_unit_business_unit_id" ON "cost_center_business_unit" USING btree ("business_unit_id");--> statement-breakpoint
CREATE INDEX "team_cost_center_cost_center_id" ON "team_cost_center" USING btree ("cost_center_id");--> statement-breakpoint
ALTER TABLE "team" ADD CONSTRAINT "team_archived_from_a_day" CHECK (("team"."archived_at" is null) = ("team"."archived_from" is null));--> statement-breakpoint
-- One member belongs to one owner on each day, and a series has one owner.
ALTER TABLE "team_cost_center" ADD CONSTRAINT "team_cost_center_no_overlap" EXCLUDE USING gist ("team_id" WITH =, "period" WITH &&);
--> statement-breakpoint
ALTER TABLE "cost_center_business_unit" ADD CONSTRAINT "cost_center_business_unit_no_overlap" EXCLUDE USING gist ("cost_center_id" WITH =, "period" WITH &&);
--> statement-breakpoint
ALTER TABLE "series_ownership" ADD CONSTRAINT "series_ownership_no_overlap" EXCLUDE USING gist ("series_id" WITH =, "period" WITH &&);
--> statement-breakpoint
INSERT INTO "registry_version" ("id", "version") VALUES (1, 1);
