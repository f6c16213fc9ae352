import { addDays, type CalendarDate } from '@/lib/time/calendar'
import type { FixKind } from '@/lib/triage/fixes/kinds'
import type { FixPreviewInput } from '@/lib/triage/fixes/preview'
import type { FixInput } from '@/lib/triage/fixes/schema'
import type { Means } from '@/lib/triage/loaders'
import type { Finding } from '@/lib/triage/queries'
import { refOf } from './finding-words'

/** One service's part of a key that is split. */
export interface SplitPart {
  readonly id: string
  /** Blank: calls without a service. */
  readonly service: string
  readonly team: string | null
}

/** What the form of a fix holds, whichever it is. */
export interface FixValues {
  readonly ownerKind: 'team' | 'pool'
  readonly team: string | null
  readonly pool: string | null
  readonly project: string | null
  readonly costCenter: string | null
  /** Null: all of time. */
  readonly from: CalendarDate | null
  readonly note: string
  readonly parts: readonly SplitPart[]
  readonly priceBy: 'like' | 'rates'
  readonly provider: string
  readonly model: string
  readonly input: string
  readonly output: string
  readonly take: 'first' | 'other'
  readonly count: 'once' | 'both'
  readonly andNext: boolean
  readonly reason: string
  readonly until: CalendarDate | null
}

const acceptedDays = 30

/** What a form begins with: the open period, a month of acceptance, the services that are known. */
export function initialValues(
  findings: readonly Finding[],
  { openPeriod, today }: Pick<Means, 'openPeriod' | 'today'>,
): FixValues {
  const services = [...new Set(findings.map(({ key }) => key.service ?? ''))]
  const [first] = findings
  return {
    ...{ ownerKind: 'team', team: null, pool: null, project: null, costCenter: first?.key.reported_cost_center ?? null },
    ...{
      from: openPeriod.from,
      note: '',
      take: 'first',
      count: 'once',
      andNext: true,
      reason: '',
      until: addDays(today, acceptedDays),
    },
    parts: services.map((service) => ({ id: crypto.randomUUID(), service, team: null })),
    ...{ priceBy: 'like', provider: first?.key.provider ?? '', model: '', input: '', output: '' },
  }
}

/** A fix as the server is asked for it. */
export type FixRequest = { [Kind in FixKind]: { readonly kind: Kind; readonly input: FixInput<Kind> } }[FixKind]

/** The request that a form stands for; what is not filled in yet is refused by the schema of its kind. */
export function toRequest(kind: FixKind, findings: readonly Finding[], values: FixValues): FixRequest {
  const refs = findings.map(refOf)
  const { from, note } = values
  switch (kind) {
    case 'owner': {
      const owner = values.ownerKind === 'team' ? { team: values.team } : { pool: values.pool }
      return { kind, input: { findings: refs, ...owner, from, note } }
    }
    case 'project':
      return { kind, input: { findings: refs, project: values.project ?? '', from, note } }
    case 'split': {
      const parts = values.parts.map(({ service, team }) => ({ service: service.trim() || null, team }))
      return { kind, input: { findings: refs, parts, from, note } }
    }
    case 'alias_team':
      return { kind, input: { findings: refs, team: values.team ?? '' } }
    case 'cost_center':
      return { kind, input: { findings: refs, cost_center: values.costCenter ?? undefined, from } }
    case 'price': {
      const rates = {
        ...(values.input.trim() && { input: values.input.trim() }),
        ...(values.output.trim() && { output: values.output.trim() }),
      }
      const price = values.priceBy === 'like' ? { like: { provider: values.provider, model: values.model } } : { rates }
      return { kind, input: { findings: refs, ...price, note } }
    }
    case 'capture':
      return { kind, input: { findings: refs, take: values.take } }
    case 'double':
      return { kind, input: { findings: refs, count: values.count, and_next: values.andNext } }
    case 'accept':
      return { kind, input: { findings: refs, reason: values.reason, until: values.until ?? '' } }
    default:
      return { kind, input: { findings: refs } }
  }
}

/** The question what a fix would move; null for those that move nothing between owners. */
export function toPreview(request: FixRequest): FixPreviewInput | null {
  switch (request.kind) {
    case 'owner':
      return { kind: request.kind, ...request.input }
    case 'project':
      return { kind: request.kind, ...request.input }
    case 'split':
      return { kind: request.kind, ...request.input }
    case 'register_team':
      return { kind: request.kind, ...request.input }
    case 'alias_team':
      return { kind: request.kind, ...request.input }
    case 'cost_center':
      return { kind: request.kind, ...request.input }
    default:
      return null
  }
}
