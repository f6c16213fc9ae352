'use client'

import { Button } from '@mantine/core'
import { IconCalculator, IconPencil } from '@tabler/icons-react'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useEffect } from 'react'
import { useSideDrawer } from '@/components/settings/use-side-drawer'
import { formatCount } from '@/components/ui/format-count'
import { PageHeader } from '@/components/ui/page-header'
import { Section } from '@/components/ui/section'
import type { ModelPageData } from '@/lib/pricing/loaders'
import { providerPricesSchema } from '@/lib/pricing/price-book-document'
import { BookAge, OldBookWarning } from './book-age'
import { ChangeList } from './change-list'
import { DraftBanner } from './draft-banner'
import { type DraftEdit, EditDrawer } from './edit-drawer'
import { ModelNames } from './model-names'
import { ModelTerms } from './model-terms'
import { NameTest } from './name-test'
import { estimateHref } from './places'
import { PricePeriods } from './price-periods'
import classes from './pricing.module.css'
import { RateHistory } from './rate-history'
import { RateTable } from './rate-table'

/** Everything about one model: what it costs, cost and will cost, what it is called, who agreed on what, which version said it. */
export function ModelScreen(page: ModelPageData) {
  const { provider, model, name, contextWindow, prices, contract, history, age, editing, draftPrices, nowAt, zone } = page
  const drawer = useSideDrawer<DraftEdit>()
  const { canEdit } = editing
  const changePrice = (from: { tier: string; window: string; from: string | null } | null) =>
    drawer.open({ kind: 'price', provider, model, prices: draftPrices ?? listDocuments(prices), chosen: from })
  const [asked, setAsked] = useQueryState('edit', parseAsStringLiteral(['price']))
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address asks once, whatever else is rendered
  useEffect(() => {
    if (asked === null) return
    void setAsked(null)
    if (canEdit) changePrice(null)
  }, [asked])
  return (
    <>
      <PageHeader
        title={model}
        description={
          <>
            {[name, provider, contextWindow !== null && `${formatCount(contextWindow)} tokens of context`]
              .filter(Boolean)
              .join(' · ')}
            <br />
            <BookAge age={age} zone={zone} />
          </>
        }
        actions={
          <>
            <Button
              component={Link}
              href={estimateHref(provider, model)}
              variant="default"
              leftSection={<IconCalculator size={15} stroke={1.75} aria-hidden />}
            >
              Estimate
            </Button>
            {canEdit && (
              <Button leftSection={<IconPencil size={15} stroke={1.75} aria-hidden />} onClick={() => changePrice(null)}>
                Change price
              </Button>
            )}
          </>
        }
      />
      <div className={classes.stack}>
        <OldBookWarning age={age} />
        <DraftBanner drafts={editing.drafts} />
        <RateTable prices={prices} contract={contract} at={nowAt} />
        <RateHistory history={history} asOf={`${age.asOf}T00:00:00Z`} nowAt={nowAt} />
        <PricePeriods prices={prices} sources={age.sources} at={nowAt} onCorrect={canEdit ? changePrice : undefined} />
        <div className={classes.pair}>
          <ModelNames model={model} aliases={page.aliases} />
          <NameTest provider={provider} tried={page.tried} />
        </div>
        {page.terms.length > 0 && <ModelTerms terms={page.terms} />}
        <Section title="Changes by version" flush note="What published versions changed about this model, newest first.">
          <ChangeList
            changes={page.changes}
            showsVersion
            empty={`Nothing was changed since it came with version ${firstVersion(page)}.`}
          />
        </Section>
      </div>
      {canEdit && <EditDrawer drawer={drawer} editing={editing} />}
    </>
  )
}

const firstVersion = ({ prices, version }: ModelPageData) => Math.min(version, ...prices.map((price) => price.firstVersion))

/** The published prices in the form in which a draft holds them. */
function listDocuments(prices: ModelPageData['prices']) {
  return prices
    .filter(({ isCurrent }) => isCurrent)
    .map(({ tier, from, to, dailyUtc, weekdays, weekdayZone, rates, bands, minimums, sources }) =>
      priceSchema.parse({
        tier,
        ...(from !== null && { from }),
        ...(to !== null && { to }),
        ...(dailyUtc && { daily_utc: dailyUtc }),
        ...(weekdays && { weekdays }),
        ...(weekdayZone !== null && { weekday_zone: weekdayZone }),
        rates,
        ...(bands.length > 0 && { bands }),
        ...(Object.keys(minimums).length > 0 && { min_quantity: minimums }),
        ...(sources && { sources }),
      }),
    )
}

const priceSchema = providerPricesSchema.shape.models.element.shape.prices.element
