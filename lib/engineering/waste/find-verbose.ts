import { divideHalfEven } from '@/lib/money/decimal'
import { multiplyRate, type Usd } from '@/lib/money/usd'
import type { MeterName } from '@/lib/pricing/meters'
import type { WasteFact } from './facts'
import { compare, type WasteItem } from './item'
import { type ComparedRates, inputMeters, outputMeters } from './rate-sets'

/** Fewer successful calls than these say little of a feature, whether it is judged or others are judged by it. */
export const minFeatureRequests = 10n
/** A median of fewer peers is nobody's usual. */
export const minPeers = 4
/** How many times the median of its peers a feature may write. */
export const maxTimesMedian = 3n

/** What a feature of a team's service had written by a model. */
export interface FeatureOutput {
  readonly team: string | null
  readonly service: string | null
  readonly feature: string
  /** As the price book lists it. */
  readonly model: string
  readonly requests: bigint
  readonly input: bigint
  readonly output: bigint
  /** What the output cost at contract rates. */
  readonly outputCost: Usd
}

type FeatureKey = Pick<FeatureOutput, 'team' | 'service' | 'feature' | 'model'>
const keyOf = ({ team, service, feature, model }: FeatureKey) => JSON.stringify([team, service, feature, model])

/** Sums in the making: thousands of facts are added up, so each is written to and not made anew. */
type OpenOutput = { -readonly [Field in keyof FeatureOutput]: FeatureOutput[Field] }

const isInput: ReadonlySet<MeterName> = new Set(inputMeters)
const isOutput: ReadonlySet<MeterName> = new Set(outputMeters)

/** Features by model, over the calls that went well and have a price; those with too few of them are left out. */
export function listFeatureOutputs(
  facts: readonly WasteFact[],
  rates: ReadonlyMap<number, ComparedRates>,
): readonly FeatureOutput[] {
  const sums = new Map<string, OpenOutput>()
  for (const { team, service, feature, outcome, rateSetId, requests, quantities } of facts) {
    const price = rates.get(rateSetId)
    if (price === undefined || outcome !== 'success' || feature === null || feature === cappedValue) continue
    const { model } = price
    const key = keyOf({ team, service, feature, model })
    let sum = sums.get(key)
    if (sum === undefined) {
      sum = { team, service, feature, model, requests: 0n, input: 0n, output: 0n, outputCost: 0n }
      sums.set(key, sum)
    }
    sum.requests += requests
    for (const [meter, quantity] of quantities) {
      if (isInput.has(meter)) sum.input += quantity
      if (!isOutput.has(meter)) continue
      sum.output += quantity
      const rate = price.rates.get(meter)
      if (rate !== undefined) sum.outputCost += multiplyRate(quantity, rate.contract, rate.per)
    }
  }
  return [...sums.values()].filter(({ requests, output }) => requests >= minFeatureRequests && output > 0n)
}

/** What stands in a series for names beyond the limit: no feature, but many. */
const cappedValue = '~other'

/** A ratio that is never rounded: `over` ÷ `under`, the latter above 0. */
interface Ratio {
  readonly over: bigint
  readonly under: bigint
}

/**
 * Features that write far more than others do with the same model: their mean output for each request, or else for each input
 * token, is above three times the median of at least four other features. Waste is the part of their output's cost that lies
 * above that median, in whole tokens: `output cost × (output − median × requests) ÷ output`.
 *
 * @param peers of the whole organisation, whoever asks: what is usual does not depend on who looks.
 */
export function findVerbose(features: readonly FeatureOutput[], peers: readonly FeatureOutput[]): WasteItem[] {
  const peersByModel = new Map<string, Peers>()
  const listed = new Map<string, FeatureOutput[]>()
  for (const peer of peers) {
    const list = listed.get(peer.model)
    if (list) list.push(peer)
    else listed.set(peer.model, [peer])
  }
  for (const [model, list] of listed) peersByModel.set(model, sortPeers(list))
  return features.flatMap((feature) => {
    const others = peersByModel.get(feature.model)
    return others === undefined ? [] : judge(feature, others)
  })
}

const bases = ['requests', 'input'] as const
type Basis = (typeof bases)[number]

/** The features of a model in the order of their ratios, by either basis, with the place of each: sorted once, asked by all. */
type Peers = Readonly<Record<Basis, { readonly ratios: readonly Ratio[]; readonly places: ReadonlyMap<string, number> }>> & {
  readonly keys: ReadonlySet<string>
}

function sortPeers(peers: readonly FeatureOutput[]): Peers {
  const keyed = peers.map((peer) => ({ key: keyOf(peer), peer }))
  const sortBy = (basis: Basis) => {
    const rated = keyed
      .filter(({ peer }) => peer[basis] > 0n)
      .map(({ key, peer }) => ({ key, over: peer.output, under: peer[basis] }))
      .sort(compareRatios)
    return { ratios: rated, places: new Map(rated.map(({ key }, index) => [key, index])) }
  }
  return { requests: sortBy('requests'), input: sortBy('input'), keys: new Set(keyed.map(({ key }) => key)) }
}

const compareRatios = (left: Ratio, right: Ratio) => compare(left.over * right.under, right.over * left.under)

function judge(feature: FeatureOutput, peers: Peers): WasteItem[] {
  const key = keyOf(feature)
  const peerCount = peers.keys.size - Number(peers.keys.has(key))
  if (peerCount < minPeers) return []
  for (const basis of bases) {
    const { ratios, places } = peers[basis]
    const usual = findMedian(ratios, places.get(key))
    if (usual === null || feature[basis] === 0n) continue
    if (feature.output * usual.under <= maxTimesMedian * usual.over * feature[basis]) continue
    // Tokens are whole: what the median leaves of a token is the feature's due.
    const excess = feature.output - (usual.over * feature[basis] + usual.under - 1n) / usual.under
    const cost = excess <= 0n ? 0n : divideHalfEven(feature.outputCost * excess, feature.output)
    if (cost > 0n) return [describe(feature, { excess, cost, usual, basis, peerCount })]
  }
  return []
}

interface Verdict {
  readonly excess: bigint
  readonly cost: Usd
  readonly usual: Ratio
  readonly basis: Basis
  readonly peerCount: number
}

function describe(feature: FeatureOutput, { excess, cost, usual, basis, peerCount }: Verdict): WasteItem {
  const { team, service, model, requests, output, outputCost } = feature
  const own = { over: output, under: feature[basis] }
  const times = (output * usual.under * 10n) / (feature[basis] * usual.over)
  const per = basis === 'requests' ? 'a request' : 'an input token'
  const name = service === null ? feature.feature : `${feature.feature} of ${service}`
  return {
    use: { team, service, feature: feature.feature, model_family: model },
    detail: `${ratioText(own)} tokens ${per}, ${times / 10n}.${times % 10n} times the median of ${peerCount} others, ${ratioText(usual)}`,
    requests,
    unknownRequests: 0n,
    cost,
    terms: [
      {
        what: `${name}: output of ${model}`,
        unit: 'tokens',
        quantity: excess,
        rate: null,
        lessRate: null,
        per: null,
        of: { quantity: output, cost: outputCost },
        amount: cost,
      },
    ],
  }
}

/** To one decimal below a hundred, whole above. */
function ratioText({ over, under }: Ratio): string {
  if (over >= 100n * under) return (over / under).toLocaleString('en-US')
  const hundredths = (over * 100n) / under
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}

/**
 * The middle one of ratios in order of size; of an even number the mean of the middle two. Null of none.
 *
 * @param without the place of one that does not count.
 */
export function findMedian(sorted: readonly Ratio[], without?: number): Ratio | null {
  const count = sorted.length - (without === undefined ? 0 : 1)
  const middle = Math.floor(count / 2)
  const at = (place: number) => sorted[without !== undefined && place >= without ? place + 1 : place]
  const [upper, lower] = [at(middle), at(middle - 1)]
  if (upper === undefined) return null
  if (count % 2 === 1 || lower === undefined) return { over: upper.over, under: upper.under }
  return { over: lower.over * upper.under + upper.over * lower.under, under: 2n * lower.under * upper.under }
}
