import { widthPercent } from '@/components/pools/share-width'
import type { FeatureRow } from '@/lib/engineering/features/schema'
import { parseDecimal } from '@/lib/money/decimal'
import { sharePercent } from './feature-words'
import classes from './features.module.css'

interface SharePairProps {
  row: Pick<FeatureRow, 'cost_share' | 'request_share'>
  /** The share that fills a bar, in percent: the largest of the table, so that all bars are on one scale. */
  fullShare: string
}

/** The share of cost above the share of requests, on one scale: the eye sees which is out of proportion. */
export function SharePair({ row, fullShare }: SharePairProps) {
  return (
    <span className={classes.pair}>
      <ShareLine label="Cost" share={row.cost_share} fullShare={fullShare} kind="cost" />
      <ShareLine label="Requests" share={row.request_share} fullShare={fullShare} kind="requests" />
    </span>
  )
}

/** The largest of all shares, of cost or of requests. */
export function findFullShare(rows: readonly SharePairProps['row'][]): string {
  const shares = rows.flatMap(({ cost_share, request_share }) => [cost_share ?? '0', request_share ?? '0'])
  return shares.reduce((largest, share) => (parseDecimal(share) > parseDecimal(largest) ? share : largest), '0')
}

interface ShareLineProps {
  label: string
  share: string | null
  fullShare: string
  kind: 'cost' | 'requests'
}

function ShareLine({ label, share, fullShare, kind }: ShareLineProps) {
  return (
    <span className={classes.share}>
      <span className={classes.shareLabel}>{label}</span>
      <span className={classes.track} aria-hidden="true">
        <span className={classes.fill} data-kind={kind} style={{ width: `${widthPercent(share ?? '0', fullShare)}%` }} />
      </span>
      <span className={classes.sharePercent}>{sharePercent(share)}</span>
    </span>
  )
}
