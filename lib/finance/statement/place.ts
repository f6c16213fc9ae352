import { noneValue } from '@/lib/reports/spend/dimension-names'
import type { Amounts } from './amounts'
import type { LineLevel, StatementLine } from './schema'

/** Whose a line is, and where that is booked; null is "none", of which nobody's spend has all three. */
export interface Place {
  readonly businessUnit: string | null
  readonly costCenter: string | null
  readonly owner: Owner
}

export type Owner = { readonly kind: 'team' | 'pool'; readonly slug: string } | { readonly kind: 'nobody'; readonly slug: null }

export const nobody: Owner = { kind: 'nobody', slug: null }

/** One step of the way from the whole to a line. */
export interface Step {
  readonly level: LineLevel
  readonly code: string | null
  readonly ownerKind: StatementLine['owner_kind']
  /** Tells the step from its neighbours, within the ids of lines. */
  readonly part: string
  /** What Spend is filtered by for this step, beside the filters of the steps above. */
  readonly filters: Readonly<StatementLine['filters']>
}

/** Amounts at the end of a way. */
export interface Leaf {
  readonly steps: readonly Step[]
  readonly amounts: Amounts
}

/** Codes that sources make up may hold anything, and `/` parts an id. */
const partOf = (code: string | null) => (code === null ? noneValue : encodeURIComponent(code).replaceAll('~', '%7E'))

type StepDimension = 'business_unit' | 'cost_center' | 'project' | 'model_family' | 'route'

/** A step that is one value of a dimension of the spend report. */
export function dimensionStep(level: StepDimension, code: string | null): Step {
  const prefix = level === 'business_unit' || level === 'cost_center' ? '' : `${level === 'model_family' ? 'model' : level}:`
  return { level, code, ownerKind: null, part: `${prefix}${partOf(code)}`, filters: { [level]: [code ?? noneValue] } }
}

function ownerStep({ kind, slug }: Owner): Step {
  const filters: Step['filters'] = kind === 'pool' ? { pool: [slug] } : { team: [slug ?? noneValue] }
  return { level: 'owner', code: slug, ownerKind: kind, part: kind === 'nobody' ? kind : `${kind}:${partOf(slug)}`, filters }
}

/** The steps down to an owner. */
export const placeSteps = ({ businessUnit, costCenter, owner }: Place): Step[] => [
  dimensionStep('business_unit', businessUnit),
  dimensionStep('cost_center', costCenter),
  ownerStep(owner),
]

/** The steps from the whole to a line: its place, and then the values of dimensions, coarsest first. */
type StepMaker = (place: Place, below: readonly (readonly [StepDimension, string | null])[]) => Step[]

/** Makes each step once: the thousands of lines of a statement name few codes. */
export function rememberSteps(): StepMaker {
  const known = new Map<string, Step>()
  const remember = (key: string, make: () => Step): Step => {
    const step = known.get(key) ?? make()
    known.set(key, step)
    return step
  }
  const find = (level: StepDimension, code: string | null) =>
    remember(code === null ? level : `${level}:${code}`, () => dimensionStep(level, code))
  return ({ businessUnit, costCenter, owner }, below) => [
    find('business_unit', businessUnit),
    find('cost_center', costCenter),
    remember(`${owner.kind}:${owner.slug}`, () => ownerStep(owner)),
    ...below.map(([level, code]) => find(level, code)),
  ]
}

/** What an owner receives of a pool; of the pool itself, what it gives. */
export const sharedStep = (pool: string): Step => ({
  ...{ level: 'shared', code: pool, ownerKind: null, part: `shared:${partOf(pool)}`, filters: {} },
})
