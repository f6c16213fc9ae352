CREATE TABLE "contract_term" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "contract_term_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"term" text NOT NULL,
	"provider" text NOT NULL,
	"account" text,
	"model" text,
	"tier" text,
	"meter" text,
	"meter_group" text,
	"kind" text NOT NULL,
	"value" numeric(38, 18) NOT NULL,
	"valid" "tstzrange" NOT NULL,
	"scope_key" text NOT NULL,
	"known" "int4range" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_alias" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_alias_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"kind" text NOT NULL,
	"pattern" text NOT NULL,
	"position" integer NOT NULL,
	"known" "int4range" NOT NULL,
	CONSTRAINT "price_alias_kind" CHECK ("price_alias"."kind" in ('exact', 'regex', 'family', 'prefix', 'suffix', 'contains'))
);
--> statement-breakpoint
CREATE TABLE "price_band" (
	"price_set_id" integer NOT NULL,
	"band" smallint NOT NULL,
	"over" bigint NOT NULL,
	"inclusive" boolean NOT NULL,
	CONSTRAINT "price_band_price_set_id_band_pk" PRIMARY KEY("price_set_id","band"),
	CONSTRAINT "price_band_threshold" UNIQUE("price_set_id","over"),
	CONSTRAINT "price_band_range" CHECK ("price_band"."band" > 0 and "price_band"."over" >= 0)
);
--> statement-breakpoint
CREATE TABLE "price_book" (
	"id" integer PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"currency" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "price_book_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "price_draft" (
	"id" uuid PRIMARY KEY DEFAULT gen_random_uuid() NOT NULL,
	"book_id" integer NOT NULL,
	"base_version" integer NOT NULL,
	"revision" integer DEFAULT 1 NOT NULL,
	"origin" text NOT NULL,
	"note" text NOT NULL,
	"author" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"document" jsonb NOT NULL,
	"terms" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_minimum" (
	"price_set_id" integer NOT NULL,
	"meter" text NOT NULL,
	"quantity" numeric(38, 18) NOT NULL,
	CONSTRAINT "price_minimum_price_set_id_meter_pk" PRIMARY KEY("price_set_id","meter"),
	CONSTRAINT "price_minimum_not_negative" CHECK ("price_minimum"."quantity" >= 0)
);
--> statement-breakpoint
CREATE TABLE "price_model" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_model_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"name" text,
	"context_window" bigint,
	"known" "int4range" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_provider" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_provider_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"provider" text NOT NULL,
	"fallback" text[],
	"tier_aliases" jsonb,
	"known" "int4range" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_provider_alias" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_provider_alias_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"provider" text NOT NULL,
	"alias" text NOT NULL,
	"position" integer NOT NULL,
	"known" "int4range" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_rate" (
	"price_set_id" integer NOT NULL,
	"band" smallint NOT NULL,
	"meter" text NOT NULL,
	"rate" numeric(38, 18) NOT NULL,
	CONSTRAINT "price_rate_price_set_id_band_meter_pk" PRIMARY KEY("price_set_id","band","meter"),
	CONSTRAINT "price_rate_not_negative" CHECK ("price_rate"."rate" >= 0)
);
--> statement-breakpoint
CREATE TABLE "price_set" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_set_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"provider" text NOT NULL,
	"model" text NOT NULL,
	"tier" text NOT NULL,
	"valid" "tstzrange" NOT NULL,
	"daily_utc" jsonb,
	"weekdays" smallint[],
	"weekday_zone" text,
	"window_key" text NOT NULL,
	"sources" text[],
	"position" integer NOT NULL,
	"known" "int4range" NOT NULL,
	CONSTRAINT "price_set_valid_some" CHECK (not isempty("price_set"."valid"))
);
--> statement-breakpoint
CREATE TABLE "price_uplift" (
	"id" integer PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "price_uplift_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"provider" text NOT NULL,
	"uplift" text NOT NULL,
	"region" text NOT NULL,
	"multiply" numeric(38, 18) NOT NULL,
	"models" text[] NOT NULL,
	"position" integer NOT NULL,
	"known" "int4range" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "price_version" (
	"book_id" integer NOT NULL,
	"number" integer NOT NULL,
	"published_at" timestamp with time zone NOT NULL,
	"published_by" text NOT NULL,
	"note" text NOT NULL,
	"origin" text NOT NULL,
	"as_of" date NOT NULL,
	"header" jsonb NOT NULL,
	"counts" jsonb NOT NULL,
	"change_counts" jsonb NOT NULL,
	"transaction_id" bigint DEFAULT txid_current() NOT NULL,
	CONSTRAINT "price_version_book_id_number_pk" PRIMARY KEY("book_id","number"),
	CONSTRAINT "price_version_positive" CHECK ("price_version"."number" > 0),
	CONSTRAINT "price_version_origin" CHECK ("price_version"."origin" in ('shipped', 'hand', 'import'))
);
--> statement-breakpoint
CREATE TABLE "price_version_change" (
	"book_id" integer NOT NULL,
	"version" integer NOT NULL,
	"position" integer NOT NULL,
	"kind" text NOT NULL,
	"provider" text,
	"model" text,
	"tier" text,
	"valid" "tstzrange",
	"rerate" "tstzrange",
	"summary" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	CONSTRAINT "price_version_change_book_id_version_position_pk" PRIMARY KEY("book_id","version","position")
);
--> statement-breakpoint
CREATE TABLE "rate_set" (
	"id" integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY (sequence name "rate_set_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 2147483647 START WITH 1 CACHE 1),
	"book_id" integer NOT NULL,
	"key" text NOT NULL,
	"rates_hash" text NOT NULL,
	"provider" text NOT NULL,
	"listed_under" text NOT NULL,
	"model" text NOT NULL,
	"tier" text NOT NULL,
	"valid" "tstzrange" NOT NULL,
	"daily_utc" jsonb,
	"weekdays" smallint[],
	"weekday_zone" text,
	"band_over" bigint,
	"band_inclusive" boolean,
	"uplift" text,
	"billing_account" text,
	"terms" text[] NOT NULL,
	"first_version" integer NOT NULL,
	"last_version" integer
);
--> statement-breakpoint
CREATE TABLE "rate_set_rate" (
	"rate_set_id" integer NOT NULL,
	"meter" text NOT NULL,
	"published_as" text NOT NULL,
	"per" bigint NOT NULL,
	"list_rate" numeric(38, 18) NOT NULL,
	"contract_rate" numeric(38, 18) NOT NULL,
	"minimum" numeric(38, 18),
	CONSTRAINT "rate_set_rate_rate_set_id_meter_pk" PRIMARY KEY("rate_set_id","meter")
);
--> statement-breakpoint
ALTER TABLE "contract_term" ADD CONSTRAINT "contract_term_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_alias" ADD CONSTRAINT "price_alias_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_band" ADD CONSTRAINT "price_band_price_set_id_price_set_id_fk" FOREIGN KEY ("price_set_id") REFERENCES "public"."price_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_draft" ADD CONSTRAINT "price_draft_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_minimum" ADD CONSTRAINT "price_minimum_price_set_id_price_set_id_fk" FOREIGN KEY ("price_set_id") REFERENCES "public"."price_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_model" ADD CONSTRAINT "price_model_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_provider" ADD CONSTRAINT "price_provider_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_provider_alias" ADD CONSTRAINT "price_provider_alias_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_rate" ADD CONSTRAINT "price_rate_price_set_id_price_set_id_fk" FOREIGN KEY ("price_set_id") REFERENCES "public"."price_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_set" ADD CONSTRAINT "price_set_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_uplift" ADD CONSTRAINT "price_uplift_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_version" ADD CONSTRAINT "price_version_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_version_change" ADD CONSTRAINT "price_version_change_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_version_change" ADD CONSTRAINT "price_version_change_book_id_version_price_version_book_id_number_fk" FOREIGN KEY ("book_id","version") REFERENCES "public"."price_version"("book_id","number") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rate_set" ADD CONSTRAINT "rate_set_book_id_price_book_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."price_book"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "rate_set_rate" ADD CONSTRAINT "rate_set_rate_rate_set_id_rate_set_id_fk" FOREIGN KEY ("rate_set_id") REFERENCES "public"."rate_set"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "price_alias_model" ON "price_alias" USING btree ("book_id","provider","model");--> statement-breakpoint
CREATE INDEX "price_model_name" ON "price_model" USING btree ("book_id","provider","model");--> statement-breakpoint
CREATE INDEX "price_set_model" ON "price_set" USING btree ("book_id","provider","model");--> statement-breakpoint
CREATE INDEX "price_version_change_model" ON "price_version_change" USING btree ("book_id","provider","model");--> statement-breakpoint
CREATE UNIQUE INDEX "rate_set_natural_key" ON "rate_set" USING btree ("book_id","key","rates_hash");--> statement-breakpoint
CREATE INDEX "rate_set_model" ON "rate_set" USING btree ("book_id","provider","model","tier");
--> statement-breakpoint
-- Of rows that one version knows, no two may say different things of the same: the proof that a price is one price.
ALTER TABLE "price_provider" ADD CONSTRAINT "price_provider_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "provider" WITH =, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "price_provider_alias" ADD CONSTRAINT "price_provider_alias_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "alias" WITH =, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "price_uplift" ADD CONSTRAINT "price_uplift_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "provider" WITH =, "uplift" WITH =, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "price_model" ADD CONSTRAINT "price_model_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "provider" WITH =, "model" WITH =, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "price_alias" ADD CONSTRAINT "price_alias_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "provider" WITH =, "kind" WITH =, "pattern" WITH =, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "price_set" ADD CONSTRAINT "price_set_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "provider" WITH =, "model" WITH =, "tier" WITH =, "window_key" WITH =, "valid" WITH &&, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "contract_term" ADD CONSTRAINT "contract_term_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "term" WITH =, "known" WITH &&);
--> statement-breakpoint
ALTER TABLE "contract_term" ADD CONSTRAINT "contract_term_scope_no_overlap" EXCLUDE USING gist ("book_id" WITH =, "scope_key" WITH =, "valid" WITH &&, "known" WITH &&);
--> statement-breakpoint
-- A published row only ever loses its future: `known` is closed, once, by the transaction that publishes that version.
CREATE FUNCTION refuse_published_price_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND to_jsonb(NEW) - 'known' = to_jsonb(OLD) - 'known'
    AND upper_inf(OLD.known)
    AND lower(NEW.known) = lower(OLD.known)
    AND EXISTS (
      SELECT FROM price_version
      WHERE book_id = OLD.book_id AND number = upper(NEW.known) AND transaction_id = txid_current()
    )
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'published prices are never changed or removed: publish another version';
END
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_late_price() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added
    LEFT JOIN price_version ON price_version.book_id = added.book_id AND price_version.number = lower(added.known)
    WHERE NOT upper_inf(added.known) OR price_version.transaction_id IS DISTINCT FROM txid_current()
  ) THEN
    RAISE EXCEPTION 'prices are only added while their version is being published';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_late_rate() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (
    SELECT FROM added
    JOIN price_set ON price_set.id = added.price_set_id
    LEFT JOIN price_version ON price_version.book_id = price_set.book_id AND price_version.number = lower(price_set.known)
    WHERE price_version.transaction_id IS DISTINCT FROM txid_current()
  ) THEN
    RAISE EXCEPTION 'rates are only added while their version is being published';
  END IF;
  RETURN NULL;
END
$$;
--> statement-breakpoint
CREATE FUNCTION refuse_price_history_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'published prices are never changed or removed: publish another version';
END
$$;
--> statement-breakpoint
-- Usage names rate sets, so all that may change of one is until which version it is in the book.
CREATE FUNCTION refuse_rate_set_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'last_version' = to_jsonb(OLD) - 'last_version' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a rate set is never changed or removed';
END
$$;
--> statement-breakpoint
CREATE TRIGGER "price_provider_immutable" BEFORE UPDATE OR DELETE ON "price_provider" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "price_provider_in_time" AFTER INSERT ON "price_provider" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "price_provider_alias_immutable" BEFORE UPDATE OR DELETE ON "price_provider_alias" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "price_provider_alias_in_time" AFTER INSERT ON "price_provider_alias" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "price_uplift_immutable" BEFORE UPDATE OR DELETE ON "price_uplift" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "price_uplift_in_time" AFTER INSERT ON "price_uplift" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "price_model_immutable" BEFORE UPDATE OR DELETE ON "price_model" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "price_model_in_time" AFTER INSERT ON "price_model" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "price_alias_immutable" BEFORE UPDATE OR DELETE ON "price_alias" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "price_alias_in_time" AFTER INSERT ON "price_alias" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "price_set_immutable" BEFORE UPDATE OR DELETE ON "price_set" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "price_set_in_time" AFTER INSERT ON "price_set" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "contract_term_immutable" BEFORE UPDATE OR DELETE ON "contract_term" FOR EACH ROW EXECUTE FUNCTION refuse_published_price_change();
--> statement-breakpoint
CREATE TRIGGER "contract_term_in_time" AFTER INSERT ON "contract_term" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_price();
--> statement-breakpoint
CREATE TRIGGER "price_band_in_time" AFTER INSERT ON "price_band" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rate();
--> statement-breakpoint
CREATE TRIGGER "price_rate_in_time" AFTER INSERT ON "price_rate" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rate();
--> statement-breakpoint
CREATE TRIGGER "price_minimum_in_time" AFTER INSERT ON "price_minimum" REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION refuse_late_rate();
--> statement-breakpoint
CREATE TRIGGER "price_band_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_band" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_rate_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_rate" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_minimum_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_minimum" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_version_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_version" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_version_change_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "price_version_change" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "rate_set_rate_immutable" BEFORE UPDATE OR DELETE OR TRUNCATE ON "rate_set_rate" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "rate_set_immutable" BEFORE UPDATE OR DELETE ON "rate_set" FOR EACH ROW EXECUTE FUNCTION refuse_rate_set_change();
--> statement-breakpoint
CREATE TRIGGER "price_provider_kept" BEFORE TRUNCATE ON "price_provider" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_provider_alias_kept" BEFORE TRUNCATE ON "price_provider_alias" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_uplift_kept" BEFORE TRUNCATE ON "price_uplift" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_model_kept" BEFORE TRUNCATE ON "price_model" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_alias_kept" BEFORE TRUNCATE ON "price_alias" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "price_set_kept" BEFORE TRUNCATE ON "price_set" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "contract_term_kept" BEFORE TRUNCATE ON "contract_term" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
CREATE TRIGGER "rate_set_kept" BEFORE TRUNCATE ON "rate_set" FOR EACH STATEMENT EXECUTE FUNCTION refuse_price_history_change();
--> statement-breakpoint
INSERT INTO "price_book" ("id", "slug", "currency") VALUES (1, 'list-usd', 'USD');
--> statement-breakpoint
-- What could not be priced names this one.
INSERT INTO "rate_set" ("id", "book_id", "key", "rates_hash", "provider", "listed_under", "model", "tier", "valid", "terms", "first_version")
  VALUES (0, 1, 'unpriced', '', '', '', '', '', '(,)', '{}', 0);
