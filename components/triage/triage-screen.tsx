'use client'

import { Button } from '@mantine/core'
import { IconCircleCheck, IconKeyboard } from '@tabler/icons-react'
import { useQueryStates } from 'nuqs'
import { useEffect, useRef, useState, useTransition } from 'react'
import { Pages } from '@/components/ui/data-table-paging'
import { EmptyState } from '@/components/ui/empty-state'
import { formatCount } from '@/components/ui/format-count'
import { PageHeader } from '@/components/ui/page-header'
import { laneOf } from '@/lib/triage/lanes'
import type { TriagePageData } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { openStates } from '@/lib/triage/schema'
import { type TriageAddress, triageHref, triageSearchParams } from '@/lib/triage/search-params'
import { BulkBar, type BulkTask } from './bulk-bar'
import { CoverageStrip } from './coverage-strip'
import { FindingFilters } from './finding-filters'
import { FindingList } from './finding-list'
import { FindingPanel } from './finding-panel'
import { emptyLaneWords, stateWords } from './finding-words'
import { describeGroup } from './group-values'
import { HelpOverlay } from './help-overlay'
import type { ListCommand } from './keys'
import { LaneRail } from './lane-rail'
import { PageSize } from './page-size'
import classes from './triage.module.css'
import { TriageNavigation } from './triage-navigation'
import { useAcceptSuggestions } from './use-accept-suggestions'
import { useFindingPanel } from './use-finding-panel'
import { useListKeys } from './use-list-keys'
import { useSelection } from './use-selection'
import { useTriageActions } from './use-triage-actions'

/** Findings by lane, mended from the row or many at once; every key of it is in `keys.ts`. */
export function TriageScreen({ report, means, coverage, trends, query, openId }: TriagePageData) {
  const [isPending, startTransition] = useTransition()
  const [address, setAddress] = useQueryStates(triageSearchParams, { shallow: false, history: 'push', startTransition })
  const { findings, total } = report
  const [cursor, setCursor] = useState(0)
  const [spoken, setSpoken] = useState('')
  const [helps, setHelps] = useState(false)
  const searchRef = useRef<HTMLInputElement>(null)
  const gridRef = useRef<HTMLDivElement>(null)
  const selection = useSelection(findings)
  const actions = useTriageActions()
  const panel = useFindingPanel(openId)
  const accepting = useAcceptSuggestions(actions)
  const at = Math.min(cursor, Math.max(findings.length - 1, 0))
  const current = findings[at]

  const change = (patch: Partial<{ [Name in keyof TriageAddress]: TriageAddress[Name] | null }>) => {
    setCursor(0)
    void setAddress({ page: null, ...patch })
  }
  const focusRow = (index: number) =>
    gridRef.current?.querySelector<HTMLElement>(`[data-finding="${CSS.escape(findings[index]?.id ?? '')}"]`)?.focus()
  const goTo = (index: number) => {
    const finding = findings[index]
    if (!finding) {
      setSpoken(index < 0 ? 'This is the first finding of the page.' : 'This is the last finding of the page.')
      return
    }
    setCursor(index)
    focusRow(index)
    setSpoken(`${formatCount(query.offset + index + 1)} of ${formatCount(total)}: ${describeRow(finding)}`)
  }
  const turnPage = (by: number) => {
    const page = query.offset / query.limit + 1 + by
    if (page < 1 || (page - 1) * query.limit >= total)
      return setSpoken(by > 0 ? 'This is the last page.' : 'This is the first page.')
    setCursor(0)
    void setAddress({ page: page === 1 ? null : page })
  }
  const sayCount = (count: number) => setSpoken(count === 0 ? 'Nothing is selected.' : `${formatCount(count)} selected.`)
  const toggle = (finding: Finding, isRange: boolean) => sayCount(isRange ? selection.extend(finding) : selection.toggle(finding))

  // What was mended leaves the list; the focus that was on it goes to what stands in its place.
  const hadFocus = useRef(false)
  // biome-ignore lint/correctness/useExhaustiveDependencies: it follows the list, not the functions
  useEffect(() => {
    if (hadFocus.current && document.activeElement === document.body && !panel.opened) focusRow(at)
  }, [findings])

  /** What a task is about: the selection, else the finding that the keyboard is at. */
  const subjects = selection.selected.length > 0 ? selection.selected : current ? [current] : []
  const begin = (task: BulkTask) => {
    if (subjects.length === 0) return
    if (task !== 'suggestions') return panel.openTask({ kind: task, findings: subjects })
    void accepting.run(subjects).then((isDone) => isDone && selection.clear())
  }

  const obey = (command: ListCommand): boolean => {
    if (panel.opened || helps) return false
    if (command === 'help') setHelps(true)
    else if (command === 'search') searchRef.current?.focus()
    else if (command === 'undo' && means.canEdit) {
      if (!actions.undoLast()) setSpoken('There is nothing to undo.')
    } else if (command === 'clear') {
      if (selection.selected.length === 0) return false
      selection.clear()
      sayCount(0)
    } else if (command === 'next_page') turnPage(1)
    else if (command === 'previous_page') turnPage(-1)
    else if (!current) return false
    else if (command === 'next') goTo(isInGrid(gridRef.current) ? at + 1 : at)
    else if (command === 'previous') goTo(isInGrid(gridRef.current) ? at - 1 : at)
    else if (command === 'first') goTo(0)
    else if (command === 'last') goTo(findings.length - 1)
    else if (command === 'open') panel.openFinding(current.id)
    else if (command === 'select') toggle(current, false)
    else if (command === 'select_range') toggle(current, true)
    else if (command === 'select_all') sayCount(selection.toggleAll())
    else if ((command === 'assign' || command === 'state') && means.canEdit) begin(command)
    else if ((command === 'resolve' || command === 'accept') && means.canResolve) begin(command)
    else return false
    return true
  }
  useListKeys(obey)

  const isNarrowed = address.q !== '' || address.assignee !== null || address.state !== null
  const caption = address.lane === null ? 'All findings' : laneOf(address.lane).title
  return (
    <>
      <PageHeader
        title="Triage"
        description={means.seesEverything ? undefined : 'Findings of your teams, and those that are theirs to mend.'}
        period={{ from: report.from, to: report.to }}
        asOf={report.as_of}
        zone={report.zone}
        actions={
          <Button
            variant="default"
            leftSection={<IconKeyboard size={15} stroke={1.75} aria-hidden />}
            aria-keyshortcuts="?"
            onClick={() => setHelps(true)}
          >
            Keys
          </Button>
        }
      />
      <TriageNavigation current="/triage" />
      <div className={classes.stack}>
        <CoverageStrip coverage={coverage} seesEverything={means.seesEverything} />
        <div className={classes.layout}>
          <LaneRail
            report={report}
            current={address.lane}
            hrefOf={(lane) => triageHref('/triage', { ...address, lane, page: null })}
            seesEverything={means.seesEverything}
          />
          {/* biome-ignore lint/a11y/noStaticElementInteractions: it only notes where the focus was */}
          <div
            className={classes.main}
            aria-busy={isPending}
            data-pending={isPending || undefined}
            onFocus={() => {
              hadFocus.current = true
            }}
          >
            {address.lane !== null && <p className={classes.lead}>{laneOf(address.lane).description}</p>}
            <FindingFilters
              key={address.lane ?? 'all'}
              address={address}
              means={means}
              searchRef={searchRef}
              onChange={change}
              onLeave={() => (current ? focusRow(at) : searchRef.current?.blur())}
            />
            <BulkBar
              selected={selection.selected}
              means={means}
              isBusy={accepting.pending}
              onTask={begin}
              onClear={() => {
                selection.clear()
                sayCount(0)
              }}
            />
            {findings.length > 0 ? (
              <FindingList
                report={report}
                trends={trends}
                offset={query.offset}
                cursor={at}
                selection={selection}
                showsLane={address.lane === null}
                caption={caption}
                gridRef={gridRef}
                onCursor={setCursor}
                onOpen={(index) => {
                  setCursor(index)
                  panel.openFinding(findings[index]?.id ?? '')
                }}
                onToggle={toggle}
                onToggleAll={() => sayCount(selection.toggleAll())}
              />
            ) : (
              <div className={classes.panel}>
                <NothingHere
                  address={address}
                  isNarrowed={isNarrowed}
                  hasOther={total > 0}
                  seesEverything={means.seesEverything}
                />
              </div>
            )}
            <div className={classes.foot}>
              <Pages
                name="findings"
                page={query.offset / query.limit}
                pageSize={query.limit}
                total={total}
                onPageChange={(page) => {
                  setCursor(0)
                  void setAddress({ page: page === 0 ? null : page + 1 })
                }}
              />
              {total > 50 && <PageSize size={query.limit} onChange={(size) => change({ size })} />}
            </div>
          </div>
        </div>
      </div>
      <p role="status" aria-live="polite" className={classes.hidden}>
        {spoken}
      </p>
      <FindingPanel
        panel={panel}
        means={means}
        actions={actions}
        findings={findings}
        onMove={(by) => {
          const index = findings.findIndex(({ id }) => id === panel.findingId) + by
          const next = findings[index]
          if (!next) return
          setCursor(index)
          panel.openFinding(next.id)
        }}
        onDone={() => selection.clear()}
        onClosed={() => focusRow(at)}
      />
      <HelpOverlay opened={helps} onClose={() => setHelps(false)} means={means} />
    </>
  )
}

const describeRow = (finding: Finding) =>
  `${laneOf(finding.lane).title}. ${describeGroup(finding)}. ${stateWords[finding.state].label}.`

const isInGrid = (grid: HTMLElement | null) => grid?.contains(document.activeElement) ?? false

interface NothingHereProps {
  address: TriageAddress
  isNarrowed: boolean
  /** There are some, on another page. */
  hasOther: boolean
  seesEverything: boolean
}

function NothingHere({ address, isNarrowed, hasOther, seesEverything }: NothingHereProps) {
  const icon = <IconCircleCheck size={28} stroke={1.25} aria-hidden />
  if (hasOther) return <EmptyState title="This page is past the end." detail="Go back to the first page." icon={icon} />
  if (isNarrowed) {
    const states = (address.state ?? openStates).map((state) => stateWords[state].label.toLowerCase()).join(', ')
    return (
      <EmptyState title="No finding matches." detail={`Shown are those that are ${states}. Take a filter away to see more.`} />
    )
  }
  if (address.lane !== null) {
    return <EmptyState title={`${laneOf(address.lane).title}: clear.`} detail={emptyLaneWords[address.lane]} icon={icon} />
  }
  return (
    <EmptyState
      title="All clear: nothing wants work."
      detail={
        seesEverything
          ? 'Every dollar of the open period has an owner, a cost centre and a price. What goes wrong tomorrow lands here.'
          : 'Nothing of your teams wants work in the open period. What goes wrong tomorrow lands here.'
      }
      icon={icon}
    />
  )
}
