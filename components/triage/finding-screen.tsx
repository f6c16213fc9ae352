'use client'

import { LinkButton } from '@/components/ui/link-button'
import { PageHeader } from '@/components/ui/page-header'
import { laneOf } from '@/lib/triage/lanes'
import type { FindingPageData } from '@/lib/triage/loaders'
import { triageHref } from '@/lib/triage/search-params'
import { FindingDetails } from './finding-details'
import { FindingPanel } from './finding-panel'
import classes from './triage.module.css'
import { useFindingPanel } from './use-finding-panel'
import { useTriageActions } from './use-triage-actions'

/** One finding on a page of its own, for those who were sent a link to it. */
export function FindingScreen({ detail, means, readAt }: FindingPageData) {
  const actions = useTriageActions()
  const panel = useFindingPanel(null)
  const { finding, period, zone } = detail
  return (
    <>
      <PageHeader
        title={laneOf(finding.lane).title}
        description={laneOf(finding.lane).description}
        period={period}
        asOf={readAt}
        zone={zone}
        actions={<LinkButton href={triageHref('/triage', { lane: finding.lane })}>The lane</LinkButton>}
      />
      <div className={classes.single}>
        <FindingDetails
          detail={detail}
          readAt={readAt}
          means={means}
          actions={actions}
          onTask={panel.openTask}
          onDone={() => undefined}
        />
      </div>
      <FindingPanel
        panel={panel}
        means={means}
        actions={actions}
        findings={[]}
        onMove={() => undefined}
        onDone={() => undefined}
        onClosed={() => undefined}
      />
    </>
  )
}
